namespace Semblance.Storage;

/// <summary>Settings that administrators change while the service runs, such as the false match rate. Not for secrets.</summary>
public interface ISettings
{
    /// <summary>The value of a setting; null where none was set.</summary>
    Task<string?> GetAsync(string name, CancellationToken cancellation = default);

    /// <summary>Sets a value; null forgets it.</summary>
    Task SetAsync(string name, string? value, CancellationToken cancellation = default);
}
