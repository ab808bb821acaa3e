using System.Globalization;

namespace Semblance.Storage.Retention;

/// <summary>After how many days what is kept expires. By default nothing does; a consent that names an end ends whatever is set here.</summary>
/// <param name="UnusedDays">People who were neither recognised nor changed for so long; null: never.</param>
/// <param name="PhotoDays">Kept photos; null: never.</param>
/// <param name="AuditDays">Entries of the audit log; null: never.</param>
public sealed record RetentionRules(int? UnusedDays = null, int? PhotoDays = null, int? AuditDays = null)
{
    /// <summary>The most days of a rule.</summary>
    public const int MostDays = 36_500;

    private const string Unused = "retention.unusedDays", Photos = "retention.photoDays", Audit = "retention.auditDays";

    /// <summary>The rules of an installation.</summary>
    public static async Task<RetentionRules> ReadAsync(ISettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new RetentionRules(await DaysAsync(Unused).ConfigureAwait(false), await DaysAsync(Photos).ConfigureAwait(false), await DaysAsync(Audit).ConfigureAwait(false));

        async Task<int?> DaysAsync(string name) =>
            await settings.GetAsync(name, cancellation).ConfigureAwait(false) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Sets the rules of an installation, and notes it in the audit log where they change.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A rule is not of 1 to <see cref="MostDays"/> days.</exception>
    public async Task WriteAsync(IStore store, string actor, string? address = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        Require(UnusedDays);
        Require(PhotoDays);
        Require(AuditDays);
        var before = await ReadAsync(store.Settings, cancellation).ConfigureAwait(false);
        await SetAsync(Unused, before.UnusedDays, UnusedDays).ConfigureAwait(false);
        await SetAsync(Photos, before.PhotoDays, PhotoDays).ConfigureAwait(false);
        await SetAsync(Audit, before.AuditDays, AuditDays).ConfigureAwait(false);

        async Task SetAsync(string name, int? old, int? days)
        {
            if (old == days)
                return;
            string? text = days?.ToString(CultureInfo.InvariantCulture);
            await store.Settings.SetAsync(name, text, cancellation).ConfigureAwait(false);
            await store.Audit.AppendAsync(new AuditEvent("settings.changed", actor, Detail: $"{name} = {text ?? "never"}", Address: address), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static void Require(int? days)
    {
        if (days is < 1 or > MostDays)
            throw new ArgumentOutOfRangeException(nameof(days), days, $"Something is kept for 1 to {MostDays} days, or for ever.");
    }
}
