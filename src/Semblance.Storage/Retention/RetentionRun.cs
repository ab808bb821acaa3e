using System.Globalization;

namespace Semblance.Storage.Retention;

/// <summary>
/// Deletes what has expired, proves that it is gone, and writes it into the audit log. Everything is looked at again in the step that deletes it, so somebody who was recognised a moment ago
/// stays. Safe for several threads and processes.
/// </summary>
public sealed class RetentionRun(IStore store, TimeProvider? clock = null)
{
    private const string LastRun = "retention.lastRun";
    private const int Page = 200, Proofs = 5;
    private static readonly TimeSpan s_betweenProofs = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>When a run ended last, whoever had it done; null where none did.</summary>
    public async Task<DateTimeOffset?> LastAsync(CancellationToken cancellation = default) =>
        await store.Settings.GetAsync(LastRun, cancellation).ConfigureAwait(false) is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind) : null;

    /// <summary>What has expired; nothing is changed.</summary>
    public async Task<RetentionPlan> PlanAsync(CancellationToken cancellation = default) =>
        await PlanAsync(await RetentionRules.ReadAsync(store.Settings, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);

    private async Task<RetentionPlan> PlanAsync(RetentionRules rules, CancellationToken cancellation)
    {
        var now = _clock.GetUtcNow();
        var people = new List<ExpiringPerson>();
        var photos = new Dictionary<Guid, int>();
        string? after = null;
        do
        {
            var page = await store.Gallery.ListAsync(new PersonQuery(null, after, Page), cancellation).ConfigureAwait(false);
            foreach (var person in page.People)
            {
                if (ReasonFor(person, rules, now) is { } reason)
                    people.Add(new ExpiringPerson(person.Id, person.Name, reason));
                else if (Before(rules.PhotoDays, now) is { } old && person.Faces.Count(face => face.HasPhoto && face.Added < old) is var count and > 0)
                    photos.Add(person.Id, count);
            }
            after = page.Next;
        }
        while (after is not null);
        long entries = Before(rules.AuditDays, now) is { } time ? await store.Audit.CountBeforeAsync(time, cancellation).ConfigureAwait(false) : 0;
        return new RetentionPlan(people, photos, entries);
    }

    /// <summary>Deletes what has expired.</summary>
    /// <param name="actor">Who has it done, for the audit log.</param>
    /// <param name="cancellation">Gives up between two steps.</param>
    public async Task<RetentionReport> RunAsync(string actor, CancellationToken cancellation = default)
    {
        var rules = await RetentionRules.ReadAsync(store.Settings, cancellation).ConfigureAwait(false);
        var plan = await PlanAsync(rules, cancellation).ConfigureAwait(false);
        var removed = new List<(ExpiringPerson, RemovalProof)>();
        var problems = new List<string>();
        int photos = 0;
        foreach (var person in plan.People)
        {
            if (!await RemoveAsync(person, rules, actor, cancellation).ConfigureAwait(false))
                continue;
            var proof = await ProveAsync(person.Id, cancellation).ConfigureAwait(false);
            removed.Add((person, proof));
            problems.AddRange(proof.Remains.Select(remains => $"{person.Id}: {remains}."));
        }
        foreach (var id in plan.Photos.Keys)
            photos += await RemovePhotosAsync(id, rules, actor, cancellation).ConfigureAwait(false);
        long entries = await CutAsync(rules, actor, cancellation).ConfigureAwait(false);
        if (entries > 0 && (await store.Audit.VerifyAsync(cancellation).ConfigureAwait(false)).Problem is { } broken)
            problems.Add($"The audit log does not hold: {broken}.");

        var left = await PlanAsync(rules, cancellation).ConfigureAwait(false);
        problems.AddRange(left.Photos.Select(person => $"{person.Key}: {person.Value} photos that have expired are still there."));
        await store.Settings.SetAsync(LastRun, _clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture), cancellation).ConfigureAwait(false);
        if (!plan.IsEmpty)
            await NoteAsync(actor, removed.Count, photos, entries, problems).ConfigureAwait(false);
        return new RetentionReport(removed, photos, entries, problems);
    }

    private Task<bool> RemoveAsync(ExpiringPerson person, RetentionRules rules, string actor, CancellationToken cancellation) => store.Gallery.ExclusiveAsync(
        gallery =>
        {
            if (gallery.Find(person.Id) is not { } present || ReasonFor(present, rules, _clock.GetUtcNow()) is not { } reason)
                return false;
            gallery.Remove(person.Id);
            gallery.Note(new AuditEvent("person.removed", actor, person.Id, Detail: reason == ExpiryReason.ConsentEnded ? "The consent has ended." : $"Unused for {rules.UnusedDays} days."));
            return true;
        },
        cancellation);

    private Task<int> RemovePhotosAsync(Guid id, RetentionRules rules, string actor, CancellationToken cancellation) => store.Gallery.ExclusiveAsync(
        gallery =>
        {
            if (gallery.Find(id) is null || Before(rules.PhotoDays, _clock.GetUtcNow()) is not { } old)
                return 0;
            int removed = gallery.RemovePhotos(id, old);
            if (removed > 0)
                gallery.Note(new AuditEvent("photo.removed", actor, id, Detail: $"{removed} photos older than {rules.PhotoDays} days."));
            return removed;
        },
        cancellation);

    private async Task<long> CutAsync(RetentionRules rules, string actor, CancellationToken cancellation) => Before(rules.AuditDays, _clock.GetUtcNow()) is { } old
        ? await store.Audit.CutAsync(old, count => new AuditEvent("audit.cut", actor, Detail: $"{count} entries older than {rules.AuditDays} days."), cancellation).ConfigureAwait(false)
        : 0;

    // Somebody who is reading keeps old pages for a moment.
    private async Task<RemovalProof> ProveAsync(Guid id, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            var proof = await store.Gallery.VerifyRemovedAsync(id, cancellation).ConfigureAwait(false);
            if (proof.IsRemoved || attempt == Proofs)
                return proof;
            await Task.Delay(s_betweenProofs, cancellation).ConfigureAwait(false);
        }
    }

    private Task NoteAsync(string actor, int people, int photos, long entries, List<string> problems) => store.Audit.AppendAsync(
        new AuditEvent(
            "retention.run", actor, Outcome: problems.Count == 0 ? "proved" : "notProved",
            Detail: string.Join(" ", [$"{people} people, {photos} photos, {entries} entries of the audit log.", .. problems])),
        CancellationToken.None);

    private static ExpiryReason? ReasonFor(Person person, RetentionRules rules, DateTimeOffset now)
    {
        if (person.Consent.HasEnded(now))
            return ExpiryReason.ConsentEnded;
        // Changed is never before Created.
        var last = person.Used > person.Changed ? person.Used.Value : person.Changed;
        return Before(rules.UnusedDays, now) is { } old && last < old ? ExpiryReason.Unused : null;
    }

    private static DateTimeOffset? Before(int? days, DateTimeOffset now) => days is { } some ? now - TimeSpan.FromDays(some) : null;
}
