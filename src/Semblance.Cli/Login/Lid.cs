namespace Semblance.Cli.Login;

/// <summary>Whether the lid of a laptop is closed. Where the system does not say, it is open.</summary>
/// <param name="places">Where the system says it.</param>
internal sealed class Lid(LoginPlaces places)
{
    private const string Folder = "proc/acpi/button/lid";

    /// <summary>Whether any lid is closed.</summary>
    public bool IsClosed()
    {
        string folder = Path.Combine(places.Root, Folder);
        try
        {
            return Directory.Exists(folder) && Directory.EnumerateDirectories(folder).Any(lid => File.ReadAllText(Path.Combine(lid, "state")).Contains("closed", StringComparison.Ordinal));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
