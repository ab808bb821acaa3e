namespace Semblance.Storage;

/// <summary>What a key may do. Each role includes the ones below it.</summary>
public enum Role
{
    /// <summary>Ask whether somebody is who they claim to be, and who somebody is. Sees no list of people and no scores.</summary>
    Verify,

    /// <summary>Enrol people and add faces as well.</summary>
    Enroll,

    /// <summary>Everything: people, keys, audit log, settings, scores.</summary>
    Admin,
}

/// <summary>The keys of programs and kiosks. Only a hash of each is stored.</summary>
public interface IAccessKeys
{
    /// <summary>Makes a key. Its text is shown this once.</summary>
    Task<(string Text, AccessKey Key)> CreateAsync(NewAccessKey key, CancellationToken cancellation = default);

    /// <summary>The key with this text; null where there is none or it was revoked.</summary>
    Task<AccessKey?> FindAsync(string text, CancellationToken cancellation = default);

    /// <summary>All keys, revoked ones too, the newest first.</summary>
    Task<IReadOnlyList<AccessKey>> ListAsync(CancellationToken cancellation = default);

    /// <summary>Ends a key at once. False where there is no such key.</summary>
    Task<bool> RevokeAsync(Guid id, CancellationToken cancellation = default);
}

/// <summary>A key to be made.</summary>
/// <param name="Name">What it is for, 1 to 64 characters.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Fmr">The false match rate of decisions for this key; null: that of the installation.</param>
/// <param name="Expires">When it ends by itself; null: never.</param>
public sealed record NewAccessKey(string Name, Role Role, double? Fmr = null, DateTimeOffset? Expires = null)
{
    /// <summary>Whether it is for a device that is registered as a kiosk, which keeps it itself, rather than for somebody who sends it.</summary>
    public bool IsDevice { get; init; }
}

/// <summary>A key without its text.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Fmr">The false match rate of decisions for this key; null: that of the installation.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Expires">When it ends by itself.</param>
/// <param name="Revoked">When it was revoked; null where it was not.</param>
public sealed record AccessKey(Guid Id, string Name, Role Role, double? Fmr, DateTimeOffset Created, DateTimeOffset? Expires, DateTimeOffset? Revoked)
{
    /// <summary>Whether it is that of a device that was registered as a kiosk.</summary>
    public bool IsDevice { get; init; }
}
