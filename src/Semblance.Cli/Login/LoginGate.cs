namespace Semblance.Cli.Login;

/// <summary>
/// How much may be asked of the daemon. Users are bounded, and room is kept for root, whose programs ask for them (sudo, greeters): of those questions a few at once are about one user, so
/// that nobody keeps the login of another one from being answered by holding their own open. Safe for several threads.
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

    /// <summary>Questions of root about one user at once.</summary>
    public const int PerTarget = 2;

    /// <summary>Questions of a user within <see cref="Period"/>.</summary>
    public const int QuestionsPerUser = 10;

    /// <summary>Connections of a user within <see cref="Period"/>, whether they ask or not.</summary>
    public const int ConnectionsPerUser = 30;

    /// <summary>The time in which questions and connections are counted.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<uint, int> _connections = [];
    private readonly Dictionary<uint, int> _targets = [];
    private readonly Often _entered = new(ConnectionsPerUser), _asked = new(QuestionsPerUser), _told = new(1);
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

    /// <summary>Lets a connection in; null where there are too many. Disposing it, once, makes room.</summary>
    public IDisposable? Enter(Peer peer)
    {
        lock (_lock)
        {
            int own = _connections.GetValueOrDefault(peer.User), root = _connections.GetValueOrDefault(0u);
            if (_all >= Most || !peer.IsRoot && (own >= PerUser || _all - root >= OfUsers || !_entered.Count(peer.User, time.GetUtcNow())))
                return null;
            _all++;
            return Take(_connections, peer.User, () => _all--);
        }
    }

    /// <summary>Lets a question of root about a user be asked; null where there are too many at once. Disposing it, once, makes room.</summary>
    public IDisposable? Begin(uint target)
    {
        lock (_lock)
            return _targets.GetValueOrDefault(target) >= PerTarget ? null : Take(_targets, target, () => { });
    }

    /// <summary>Counts a question; false where a user asks too often.</summary>
    public bool MayAsk(Peer peer)
    {
        lock (_lock)
            return peer.IsRoot || _asked.Count(peer.User, time.GetUtcNow());
    }

    /// <summary>Whether the log is told of what a user does wrong: of each user's mistakes one in <see cref="Period"/>.</summary>
    public bool MayTell(Peer peer)
    {
        lock (_lock)
            return _told.Count(peer.User, time.GetUtcNow());
    }

    private Place Take(Dictionary<uint, int> places, uint user, Action leave)
    {
        places[user] = places.GetValueOrDefault(user) + 1;
        return new Place(() =>
        {
            lock (_lock)
            {
                leave();
                if (--places[user] == 0)
                    places.Remove(user);
            }
        });
    }

    private sealed class Place(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }

    /// <summary>How often each user did something within the period, up to a number.</summary>
    private sealed class Often(int most)
    {
        private readonly Dictionary<uint, Queue<DateTimeOffset>> _times = [];

        public bool Count(uint user, DateTimeOffset now)
        {
            foreach (var (other, old) in _times.ToList())
            {
                while (old.TryPeek(out var first) && now - first >= Period)
                    old.Dequeue();
                if (old.Count == 0)
                    _times.Remove(other);
            }
            if (!_times.TryGetValue(user, out var own))
                _times[user] = own = new Queue<DateTimeOffset>();
            if (own.Count >= most)
                return false;
            own.Enqueue(now);
            return true;
        }
    }
}
