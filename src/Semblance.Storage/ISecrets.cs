namespace Semblance.Storage;

/// <summary>Secrets of the installation, wrapped by the master key and kept beside the data keys, never in a data backup.</summary>
public interface ISecrets
{
    /// <summary>The secret of this name; made, and stored for good, where there is none yet. Of several that ask at once all get the same.</summary>
    /// <param name="name">Lower case letters, digits, dots and hyphens.</param>
    /// <param name="create">Makes it.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<byte[]> GetAsync(string name, Func<byte[]> create, CancellationToken cancellation = default);
}
