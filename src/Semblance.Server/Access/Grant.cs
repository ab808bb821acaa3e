using Semblance.Storage;

namespace Semblance.Server.Access;

/// <summary>What a page may do that a one-time link opened. Safe for several threads.</summary>
/// <param name="link">The link's id.</param>
/// <param name="action">What it is for.</param>
/// <param name="role">What the page may do at most.</param>
internal sealed class Grant(Guid link, LinkAction action, Role role)
{
    private const int Whole = 0, Taken = 1, Over = 2;

    private int _state;

    public Guid Link { get; } = link;

    public LinkAction Action { get; } = action;

    public Role Role { get; } = role;

    /// <summary>Of enrolments: the only name that may be enrolled; null: any. Of devices: what it is called.</summary>
    public string? Name { get; init; }

    /// <summary>Of enrolments: the person who gets further faces; null: a new person is enrolled.</summary>
    public Guid? Person { get; init; }

    /// <summary>Whether what it was for is done, or the link was taken back: then it allows nothing any more.</summary>
    public bool IsOver => Volatile.Read(ref _state) == Over;

    /// <summary>Whether it is for one thing, done with face sessions only.</summary>
    public bool IsForOneThing => Action != LinkAction.Open;

    /// <summary>Takes it before the one thing that it is for is done. False where it is over, or was taken and not given back. One that is not for one thing is only looked at.</summary>
    public bool TryTake() => IsForOneThing ? Interlocked.CompareExchange(ref _state, Taken, Whole) == Whole : !IsOver;

    /// <summary>Gives back what was taken: the thing was not done.</summary>
    public void GiveBack() => Interlocked.CompareExchange(ref _state, Whole, Taken);

    /// <summary>Ends it: the thing is done, or the link was taken back.</summary>
    public void End() => Volatile.Write(ref _state, Over);
}

/// <summary>What a one-time link is for.</summary>
internal enum LinkAction
{
    /// <summary>Opening the page, as a key does.</summary>
    Open,

    /// <summary>One sign-in.</summary>
    SignIn,

    /// <summary>One enrolment.</summary>
    Enroll,

    /// <summary>Registering the device that opens it as a kiosk.</summary>
    Device,
}
