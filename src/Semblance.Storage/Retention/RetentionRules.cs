using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Semblance.Storage.Retention;

/// <summary>After how many days what is kept expires. By default nothing does; a consent that names an end ends whatever is set here.</summary>
/// <param name="UnusedDays">People who were neither recognised nor changed for so long; null: never.</param>
/// <param name="PhotoDays">Kept photos; null: never.</param>
/// <param name="AuditDays">Entries of the audit log; null: never.</param>
public sealed record RetentionRules(int? UnusedDays = null, int? PhotoDays = null, int? AuditDays = null)
{
    /// <summary>The most days of a rule.</summary>
    public const int MostDays = 36_500;

    // One setting: whoever reads them sees all rules of before or all of after a change.
    private const string Setting = "retention.rules";

    /// <summary>The rules of an installation.</summary>
    public static async Task<RetentionRules> ReadAsync(ISettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (await settings.GetAsync(Setting, cancellation).ConfigureAwait(false) is not { } text)
            return new RetentionRules();
        try
        {
            return JsonSerializer.Deserialize(text, RetentionJson.Default.RetentionRules) ?? new RetentionRules();
        }
        catch (JsonException e)
        {
            throw new StoreException($"The setting {Setting} cannot be read.", e);
        }
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
        if (before == this)
            return;
        await store.Settings.SetAsync(Setting, JsonSerializer.Serialize(this, RetentionJson.Default.RetentionRules), cancellation).ConfigureAwait(false);
        await NoteAsync("unusedDays", before.UnusedDays, UnusedDays).ConfigureAwait(false);
        await NoteAsync("photoDays", before.PhotoDays, PhotoDays).ConfigureAwait(false);
        await NoteAsync("auditDays", before.AuditDays, AuditDays).ConfigureAwait(false);

        async Task NoteAsync(string name, int? old, int? days)
        {
            if (old == days)
                return;
            string detail = $"retention.{name} = {days?.ToString(CultureInfo.InvariantCulture) ?? "never"}";
            await store.Audit.AppendAsync(new AuditEvent("settings.changed", actor, Detail: detail, Address: address), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static void Require(int? days)
    {
        if (days is < 1 or > MostDays)
            throw new ArgumentOutOfRangeException(nameof(days), days, $"Something is kept for 1 to {MostDays} days, or for ever.");
    }
}

/// <summary>The rules as a setting holds them.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(RetentionRules))]
internal sealed partial class RetentionJson : JsonSerializerContext;
