namespace Semblance.Cli.Setup;

/// <summary>The user's data folder: SEMBLANCE_HOME, or <c>semblance</c> in the system's folder for a user's application data.</summary>
internal static class SemblanceHome
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("SEMBLANCE_HOME") is { Length: > 0 } named
        ? System.IO.Path.GetFullPath(named)
        : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "semblance");

    /// <summary>Where version 0.1 kept people in plain folders.</summary>
    public static string Gallery => System.IO.Path.Combine(Path, "gallery");

    public static string Packs => System.IO.Path.Combine(Path, "packs");
}
