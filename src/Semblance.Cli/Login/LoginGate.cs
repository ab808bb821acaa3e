namespace Semblance.Cli.Login;

/// <summary>
/// How much users may ask the daemon for. Root is trusted with more, and room is kept for it: no user can keep the login of another one from being answered. Safe for several threads.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class LoginGate(TimeProvider time)
{
    /// <summary>Connections of one user at once.</summary>
    public const int PerUser = 2;

    /// <summary>Connections of all users but root at once.</summary>
    public const int OfUsers = 8;

    /// <summary>Connections at once.</summary>
    public const int Most = 24;

    /// <summary>Questions of a user within <see cref="Period"/>.</summary>
    public const int QuestionsPerUser = 10;

    /// <summary>The time in which questions are counted.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<uint, int> _connections = [];
    private readonly Dictionary<uint, Queue<DateTimeOffset>> _questions = [];
    private int _all;

    /// <summary>How many are connected.</summary>
    public int Connections
    {
        get
        {
            lock (_lock)
                return _all;
        }
    }

    /// <summary>Lets a connection in; null where there are too many. Disposing it makes room.</summary>
    public IDisposable? Enter(Peer peer)
    {
        lock (_lock)
        {
            int own = _connections.GetValueOrDefault(peer.User), root = _connections.GetValueOrDefault(0u);
            if (_all >= Most || !peer.IsRoot && (own >= PerUser || _all - root >= OfUsers))
                return null;
            _connections[peer.User] = own + 1;
            _all++;
            return new Place(this, peer.User);
        }
    }

    /// <summary>Counts a question; false where a user asks too often.</summary>
    public bool MayAsk(Peer peer)
    {
        if (peer.IsRoot)
            return true;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            foreach (var (user, old) in _questions.ToList())
            {
                while (old.TryPeek(out var first) && now - first >= Period)
                    old.Dequeue();
                if (old.Count == 0)
                    _questions.Remove(user);
            }
            if (!_questions.TryGetValue(peer.User, out var own))
                _questions[peer.User] = own = new Queue<DateTimeOffset>();
            if (own.Count >= QuestionsPerUser)
                return false;
            own.Enqueue(now);
            return true;
        }
    }

    private void Leave(uint user)
    {
        lock (_lock)
        {
            _all--;
            if (--_connections[user] == 0)
                _connections.Remove(user);
        }
    }

    private sealed class Place(LoginGate gate, uint user) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0)
                gate.Leave(user);
        }
    }
}
