using System.Globalization;
using Semblance.Storage;

namespace Semblance.Cli.Login;

/// <summary>
/// The login's audit log. A look that saw a face is an entry, always: those are few, as failures are delayed. Refusals and looks that saw nobody cost whoever runs sudo nothing, so of an
/// hour's no more than a few of each person are entries, and the rest are a number in the next one. Safe for several threads.
/// </summary>
internal sealed class LoginNotes(IStore store, TimeProvider time)
{
    /// <summary>Entries of one person within an hour that a program could bring about by itself.</summary>
    public const int MostAnHour = 20;

    /// <summary>Older entries are cut.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    private const string Actor = "login";
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Hour> _hours = [];

    /// <summary>Notes a look that saw the person's face, or another one.</summary>
    public Task SeenAsync(string who, Person person, string outcome, string? detail) => AppendAsync("login.answered", who, person, outcome, detail);

    /// <summary>Notes a look that saw nobody.</summary>
    public Task UnseenAsync(string who, Person person, string outcome, string? detail) => AppendSparselyAsync("login.answered", who, person, outcome, detail);

    /// <summary>Notes that nobody was looked at.</summary>
    public Task RefusedAsync(string who, Person person, string why) => AppendSparselyAsync("login.refused", who, person, "refused", why);

    /// <summary>Cuts what is older than <see cref="Kept"/>.</summary>
    public Task CutAsync(CancellationToken cancellation) => store.Audit.CutAsync(
        time.GetUtcNow() - Kept, count => new AuditEvent("audit.cut", Actor, Detail: $"{count} entries older than {Kept.Days} days."), cancellation);

    private async Task AppendSparselyAsync(string action, string who, Person person, string outcome, string? detail)
    {
        long passedOver;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var hour = _hours.GetValueOrDefault(person.Id);
            if (hour is null || now - hour.Began >= TimeSpan.FromHours(1))
                hour = new Hour(now, 0, hour?.PassedOver ?? 0);
            bool isFull = hour.Written == MostAnHour;
            passedOver = hour.PassedOver;
            _hours[person.Id] = isFull ? hour with { PassedOver = passedOver + 1 } : hour with { Written = hour.Written + 1, PassedOver = 0 };
            if (isFull)
                return;
        }
        string? more = passedOver > 0 ? string.Create(CultureInfo.InvariantCulture, $"{passedOver} more since the entry before.") : null;
        await AppendAsync(action, who, person, outcome, detail is null || more is null ? detail ?? more : $"{detail} {more}");
    }

    private Task AppendAsync(string action, string who, Person person, string outcome, string? detail) =>
        store.Audit.AppendAsync(new AuditEvent(action, who, person.Id, outcome, detail), CancellationToken.None);

    private sealed record Hour(DateTimeOffset Began, int Written, long PassedOver);
}
