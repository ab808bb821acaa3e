using System.Security.Cryptography;
using Semblance.Server.Access;

namespace Semblance.Server.Sessions;

/// <summary>What a session is for.</summary>
internal enum SessionPurpose
{
    Verify,
    Identify,
    Enroll,
}

/// <summary>Where a session stands.</summary>
internal enum SessionState
{
    Waiting,
    Running,
    Done,
    Failed,
}

/// <summary>
/// One use of a camera: a token that opens one socket once, within a minute, and in the end a result. The token is kept as its hash. Safe for several threads.
/// </summary>
internal sealed class Session
{
    private readonly byte[] _tokenHash;
    private readonly Lock _abandoning = new();
    private Action? _whenAbandoned;
    private bool _abandoned;
    private int _state = (int)SessionState.Waiting;

    private Session(SessionPurpose purpose, Caller caller, string? nonce, DateTimeOffset expires, byte[] token)
    {
        (Purpose, Caller, Nonce, Expires, _tokenHash) = (purpose, caller, nonce, expires, SHA256.HashData(token));
        Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        Challenge = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    }

    /// <summary>32 hexadecimal digits.</summary>
    public string Id { get; }

    public SessionPurpose Purpose { get; }

    /// <summary>Who began it.</summary>
    public Caller Caller { get; }

    /// <summary>What comes back in the signed answer.</summary>
    public string? Nonce { get; }

    /// <summary>A random value that no other face session has, given to its client.</summary>
    public string Challenge { get; }

    /// <summary>Until when the token opens the socket.</summary>
    public DateTimeOffset Expires { get; }

    /// <summary>Where it stands.</summary>
    public SessionState State => (SessionState)Volatile.Read(ref _state);

    /// <summary>The result, once it is done.</summary>
    public object? Result { get; private set; }

    /// <summary>When it ended; null until then.</summary>
    public DateTimeOffset? Ended { get; private set; }

    /// <summary>What is asked for beside the question.</summary>
    public required LivenessPolicy Liveness { get; init; }

    /// <summary>The query of the authorization request that it is for; null: it is for none.</summary>
    public string? Authorize { get; init; }

    /// <summary>Makes what looks at the frames, when the socket is open.</summary>
    public required Func<CancellationToken, Task<ISessionRun>> Start { get; init; }

    /// <summary>Makes a session and the token, which is shown this once.</summary>
    public static (Session Session, string Token) Create(
        SessionPurpose purpose, LivenessPolicy liveness, Caller caller, string? nonce, DateTimeOffset expires, Func<CancellationToken, Task<ISessionRun>> start, string? authorize = null)
    {
        byte[] token = RandomNumberGenerator.GetBytes(32);
        return (new Session(purpose, caller, nonce, expires, token) { Liveness = liveness, Start = start, Authorize = authorize }, Convert.ToHexStringLower(token));
    }

    /// <summary>Uses up the token. False where it is another session's, was used before, or has expired.</summary>
    public bool TryOpen(string? token, DateTimeOffset now)
    {
        byte[] given;
        try
        {
            given = Convert.FromHexString(token ?? "");
        }
        catch (FormatException)
        {
            return false;
        }
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(given), _tokenHash)
            && now < Expires
            && Interlocked.CompareExchange(ref _state, (int)SessionState.Running, (int)SessionState.Waiting) == (int)SessionState.Waiting;
    }

    /// <summary>What to do when somebody ends the session from outside; at once where that was so already. Forgotten when it ends, as a session outlives its socket.</summary>
    public void WhenAbandoned(Action then)
    {
        bool already;
        lock (_abandoning)
            (already, _whenAbandoned) = (_abandoned, then);
        if (already)
            then();
    }

    /// <summary>Ends it from outside, whether it waits or runs.</summary>
    public void Abandon(DateTimeOffset now)
    {
        if (Interlocked.CompareExchange(ref _state, (int)SessionState.Failed, (int)SessionState.Waiting) == (int)SessionState.Waiting)
            Ended = now;
        Action? then;
        lock (_abandoning)
            (_abandoned, then) = (true, _whenAbandoned);
        then?.Invoke();
    }

    /// <summary>Ends it.</summary>
    /// <param name="state">Done or failed.</param>
    /// <param name="result">What is said of it afterwards.</param>
    /// <param name="now">The time.</param>
    public void End(SessionState state, object? result, DateTimeOffset now)
    {
        (Result, Ended) = (result, now);
        lock (_abandoning)
            _whenAbandoned = null;
        Volatile.Write(ref _state, (int)state);
    }
}
