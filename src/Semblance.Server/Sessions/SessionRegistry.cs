using System.Collections.Concurrent;
using Semblance.Server.Access;
using Semblance.Server.Problems;

namespace Semblance.Server.Sessions;

/// <summary>The sessions that wait, run, or ended lately. In memory: a restart ends them. Safe for several threads.</summary>
internal sealed class SessionRegistry(SessionLimits limits, TimeProvider time)
{
    // However many callers there are: a waiting session costs little, but not nothing.
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, Session> _sessions = new();
    private readonly Lock _adding = new();

    /// <summary>How many run.</summary>
    public int Running => _sessions.Values.Count(session => session.State == SessionState.Running);

    /// <summary>Adds a session.</summary>
    /// <exception cref="ProblemException">The caller, or all together, have too many.</exception>
    public void Add(Session session)
    {
        lock (_adding)
        {
            Sweep();
            if (_sessions.Count >= Most || Running >= limits.Running)
                throw Problem.Overloaded.With("Too many sessions wait or run.", TimeSpan.FromSeconds(10));
            int most = session.Caller.IsForOneThing ? limits.PerLink : limits.PerCaller;
            if (_sessions.Values.Count(other => IsActive(other) && other.Caller.Partition == session.Caller.Partition) >= most)
                throw Problem.TooManySessions.With($"{most} sessions of this caller wait or run already.", TimeSpan.FromSeconds(10));
            _sessions[session.Id] = session;
        }
    }

    /// <summary>A session for its socket, which its token protects; null where there is none.</summary>
    public Session? Find(string id) => _sessions.GetValueOrDefault(id);

    /// <summary>A session for the one who began it; null for everybody else. One for a program is that of the very browser which the program sent, as others share its network.</summary>
    public Session? Find(string id, Caller caller) =>
        _sessions.TryGetValue(id, out var session) && session.Caller.Partition == caller.Partition && (session.Authorize is null || session.Caller.Visit == caller.Visit) ? session : null;

    private bool IsActive(Session session) =>
        session.State == SessionState.Running || session.State == SessionState.Waiting && time.GetUtcNow() < session.Expires;

    private void Sweep()
    {
        var now = time.GetUtcNow();
        foreach (var (id, session) in _sessions)
        {
            if (session.Ended is { } ended ? now - ended > limits.Memory : session.State == SessionState.Waiting && now - session.Expires > limits.Memory)
                _sessions.TryRemove(id, out _);
        }
    }
}
