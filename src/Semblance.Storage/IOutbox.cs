namespace Semblance.Storage;

/// <summary>
/// Messages to other programs that were not delivered yet: on disk, sealed, and in order for each target. <see cref="IAuditLog.AppendWithMessageAsync"/>
/// puts one in together with the entry that says what happened. Messages are delivered at least once: a crash between a delivery and its note repeats it under the same id.
/// </summary>
public interface IOutbox
{
    /// <summary>Adds a message; it is on disk when the task ends.</summary>
    Task AddAsync(OutgoingMessage message, CancellationToken cancellation = default);

    /// <summary>
    /// Takes the oldest message of a target that waits, once its time has come. Until it is settled (<see cref="DeliveredAsync"/>, <see cref="FailedAsync"/>, <see cref="ReleaseAsync"/>), or the claim
    /// ends, nobody else gets it, nor one behind it.
    /// </summary>
    /// <param name="target">The target.</param>
    /// <param name="claim">For how long; longer than a try takes. After a crash the message is free when this is over.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<OutboxTurn> NextAsync(string target, TimeSpan claim, CancellationToken cancellation = default);

    /// <summary>The message arrived: it is deleted.</summary>
    Task DeliveredAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>A try failed.</summary>
    /// <param name="id">The message.</param>
    /// <param name="problem">Why, in words.</param>
    /// <param name="tryAgain">When to try again; null: it is given up. It stays, named, until somebody decides what becomes of it, and those behind it go on.</param>
    /// <param name="cancellation">Gives up.</param>
    Task FailedAsync(Guid id, string problem, DateTimeOffset? tryAgain, CancellationToken cancellation = default);

    /// <summary>A try was broken off before it had a result: as if it had not begun.</summary>
    Task ReleaseAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>How the messages of a target stand.</summary>
    Task<OutboxState> StateAsync(string target, CancellationToken cancellation = default);

    /// <summary>Messages of a target that were not delivered, the oldest first.</summary>
    Task<IReadOnlyList<QueuedMessage>> ListAsync(string target, int limit, CancellationToken cancellation = default);

    /// <summary>Has messages tried again at once, those that were given up too, each as if for the first time.</summary>
    /// <param name="target">The target.</param>
    /// <param name="id">One message; null: all of the target.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>How many.</returns>
    Task<int> RetryAsync(string target, Guid? id, CancellationToken cancellation = default);

    /// <summary>Deletes a message that was given up. False where there is none.</summary>
    Task<bool> DiscardAsync(string target, Guid id, CancellationToken cancellation = default);
}

/// <summary>A message to be delivered.</summary>
/// <param name="Id">Its id, the same however often it is tried.</param>
/// <param name="Target">To whom, by a name of 1 to 100 characters. Each target has an order of its own.</param>
/// <param name="Body">What is delivered.</param>
public sealed record OutgoingMessage(Guid Id, string Target, byte[] Body);

/// <summary>A message that was not delivered yet.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Created">When it was added.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="FirstTried">When a try failed first; null where none did.</param>
/// <param name="LastError">Why the last try failed; null where none did.</param>
/// <param name="Next">Not tried again before this; null where it was given up.</param>
/// <param name="GivenUp">When it was given up; null where it waits.</param>
public sealed record QueuedMessage(Guid Id, DateTimeOffset Created, int Attempts, DateTimeOffset? FirstTried, string? LastError, DateTimeOffset? Next, DateTimeOffset? GivenUp);

/// <summary>Whose turn it is.</summary>
/// <param name="Message">The message, now claimed; null where none may be tried now.</param>
/// <param name="Body">What is delivered.</param>
/// <param name="Due">Where none may be tried now: when the first one may; null where none waits.</param>
public sealed record OutboxTurn(QueuedMessage? Message, byte[]? Body, DateTimeOffset? Due);

/// <summary>How the messages of a target stand.</summary>
/// <param name="Waiting">How many wait.</param>
/// <param name="GivenUp">How many were given up.</param>
/// <param name="Delivered">How many arrived since the store was made.</param>
/// <param name="LastDelivered">When the last one did.</param>
/// <param name="LastError">Why the oldest one that is here failed last; null where none failed.</param>
/// <param name="Next">When the oldest one that waits is tried again; null where none waits.</param>
public sealed record OutboxState(int Waiting, int GivenUp, long Delivered, DateTimeOffset? LastDelivered, string? LastError, DateTimeOffset? Next);
