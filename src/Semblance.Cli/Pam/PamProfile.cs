using System.Diagnostics;
using Semblance.Cli.Login;
using Semblance.Cli.Output;

namespace Semblance.Cli.Pam;

/// <summary>The face login in all services at once, Debian's way: a profile of pam-auth-update, which writes common-auth and takes it out of it again.</summary>
/// <param name="places">Where its files are.</param>
internal sealed class PamProfile(LoginPlaces places)
{
    /// <summary>The word for all services.</summary>
    public const string All = "all";

    private const string Tool = "/usr/sbin/pam-auth-update";

    /// <summary>The file that it writes.</summary>
    public string File => Path.Combine(places.Pam, "common-auth");

    /// <summary>Whether it is switched on.</summary>
    public bool IsEnabled => System.IO.File.Exists(File) && PamText.Mentions(System.IO.File.ReadAllText(File));

    /// <summary>Makes sure that there is what switches it.</summary>
    /// <exception cref="UsageException">This is no system that has profiles.</exception>
    public void Require()
    {
        if (!System.IO.File.Exists(Tool) || !System.IO.File.Exists(places.Profile))
            throw new UsageException($"all needs pam-auth-update (Debian, Ubuntu) and {places.Profile}, which the package installs: name services instead.");
    }

    /// <summary>Switches it on or off.</summary>
    /// <exception cref="UsageException">This is no system that has profiles, or somebody has changed its files by hand.</exception>
    public void Set(bool isEnabled)
    {
        Require();
        string[] root = places.Root == "/" ? [] : ["--root", places.Root];
        var start = new ProcessStartInfo(Tool, [.. root, isEnabled ? "--enable" : "--disable", "semblance"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var process = Process.Start(start)!;
        // Both at once, so that neither waits for the other. What it prints is no part of a document of ours.
        var printed = process.StandardOutput.ReadToEndAsync();
        string said = process.StandardError.ReadToEnd();
        printed.GetAwaiter().GetResult();
        process.WaitForExit();
        if (process.ExitCode != 0 || IsEnabled != isEnabled)
            throw new UsageException($"pam-auth-update left {File} as it is{(said.Trim() is { Length: > 0 } why ? $": {why}" : "; files that were changed by hand it does not touch (pam-auth-update --force overwrites them)")}.");
    }
}
