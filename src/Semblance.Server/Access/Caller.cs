using Semblance.Storage;

namespace Semblance.Server.Access;

/// <summary>Who makes a request: a key, a page that was opened with one, or, where the sign-in page is public, anybody at it.</summary>
/// <param name="KeyId">The key; null for the public sign-in page.</param>
/// <param name="Name">What the audit log calls them.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Fmr">The false match rate of decisions for them; null: that of the installation.</param>
/// <param name="Address">Their network address.</param>
internal sealed record Caller(Guid? KeyId, string Name, Role Role, double? Fmr, string Address)
{
    /// <summary>
    /// Where failures are counted that are not one claim's: the page that was opened with a key, else the network that anybody came from, as with a link for one thing: there are always further
    /// links. Null for a program that sends its key: it answers for those whom it asks about, and the limits of its key are its own.
    /// </summary>
    public string? Place { get; init; }

    /// <summary>What a one-time link allows them at most; null for everybody else.</summary>
    public Grant? Grant { get; init; }

    /// <summary>What programs sent this browser here for; null where none did.</summary>
    public ProgramVisit? Visit { get; init; }

    /// <summary>Whether the sign-in page is open to them for what a program asked for, and for nothing else.</summary>
    public bool IsForProgram { get; init; }

    /// <summary>Whether they are a device that was registered as a kiosk.</summary>
    public bool IsDevice { get; init; }

    /// <summary>Whose limits they share: their key's, or their address's. A page that a link opened for one thing has limits of its own, so that one visitor does not use up those of all others.</summary>
    public string Partition => IsForOneThing ? $"link {Grant!.Link}" : KeyId?.ToString() ?? Place ?? $"address {Address}";

    /// <summary>Whether they came by a link for one thing.</summary>
    public bool IsForOneThing => Grant is { IsForOneThing: true };

    /// <summary>Whether they may do what a role may.</summary>
    public bool May(Role role) => Role >= role;

    /// <summary>Whether they see scores and other people's names.</summary>
    public bool IsAdmin => Role == Role.Admin;
}
