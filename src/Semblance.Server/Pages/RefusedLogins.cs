using System.Globalization;
using Semblance.Storage;

namespace Semblance.Server.Pages;

/// <summary>
/// Writes refused keys into the audit log: anybody may try one, so of an hour's no more than a few are entries, and the rest are a number in the next one. Otherwise strangers would fill the log.
/// Safe for several threads.
/// </summary>
internal sealed class RefusedLogins(IStore store, TimeProvider time)
{
    /// <summary>Entries of one hour.</summary>
    public const int MostAnHour = 20;

    private readonly Lock _lock = new();
    private DateTimeOffset _hour = DateTimeOffset.MinValue;
    private int _written;
    private long _passedOver;

    /// <summary>Notes that a key was refused.</summary>
    /// <param name="address">Where it came from.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task NoteAsync(string address, CancellationToken cancellation)
    {
        long before;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (now - _hour >= TimeSpan.FromHours(1))
                (_hour, _written) = (now, 0);
            if (_written == MostAnHour)
            {
                _passedOver++;
                return;
            }
            _written++;
            (before, _passedOver) = (_passedOver, 0);
        }
        string? detail = before > 0 ? string.Create(CultureInfo.InvariantCulture, $"{before} more were refused since the entry before.") : null;
        await store.Audit.AppendAsync(new AuditEvent("page.refused", "page", Outcome: "refused", Detail: detail, Address: address), cancellation);
    }
}
