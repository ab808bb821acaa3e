using System.Text;
using Semblance.Cli.Login;
using Semblance.Cli.Output;
using Semblance.Login;

namespace Semblance.Cli.Pam;

/// <summary>A change of one PAM file that was thought through and not made yet.</summary>
/// <param name="Service">The service.</param>
/// <param name="File">Its file.</param>
/// <param name="Before">What is in it, a character for each byte.</param>
/// <param name="After">What will be.</param>
internal sealed record PamChange(string Service, string File, string Before, string After)
{
    /// <summary>Whether there is anything to do.</summary>
    public bool IsNeeded => Before != After;
}

/// <summary>The files of PAM's services on a machine: where the face login is switched on one by one.</summary>
/// <param name="places">Where they are.</param>
internal sealed class PamServices(LoginPlaces places)
{
    private static readonly Dictionary<string, string> s_names = new() { ["gdm"] = "gdm-password", ["polkit"] = "polkit-1" };

    /// <summary>Whether the module lies where PAM loads it from.</summary>
    public string? Module => Folders().Select(folder => Path.Combine(folder, PamText.Module)).FirstOrDefault(File.Exists);

    /// <summary>The services that have the face login, in the order of their names.</summary>
    public IReadOnlyList<string> Enabled() => !Directory.Exists(places.Pam)
        ? []
        : [.. Directory.EnumerateFiles(places.Pam).Where(file => LoginFrame.IsName(Path.GetFileName(file)) && PamText.Mentions(TextOf(file))).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>What switching it on would change.</summary>
    /// <exception cref="UsageException">There is no such service, or it must not have it.</exception>
    public PamChange PlanToEnable(string name)
    {
        var (service, file, text) = Read(name);
        if (LoginServices.IsNever(service) || service.StartsWith("common-", StringComparison.Ordinal))
            throw new UsageException($"{service} gets no face login: nobody sits before the camera there, or it is a file that others include (all stands for those).");
        if (Module is null)
            throw new UsageException($"{PamText.Module} is not installed: PAM looks for it in {string.Join(", ", Folders())}.");
        return Plan(service, file, text, before => PamText.Add(before, Include));
    }

    /// <summary>What switching it off would change.</summary>
    /// <exception cref="UsageException">There is no such service, or what was added was changed since.</exception>
    public PamChange PlanToDisable(string name)
    {
        var (service, file, text) = Read(name);
        return Plan(service, file, text, PamText.Remove);
    }

    /// <summary>Makes a change as a whole, after a copy of what was there before.</summary>
    /// <returns>The copy.</returns>
    /// <exception cref="UsageException">The file was changed meanwhile.</exception>
    public string Make(PamChange change)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("Windows has no PAM.");
        if (TextOf(change.File) != change.Before)
            throw new UsageException($"{change.File} was changed meanwhile: look at it and try again.");
        Directory.CreateDirectory(places.Copies);
        File.SetUnixFileMode(places.Store, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string copy = Path.Combine(places.Copies, $"{change.Service}.{DateTime.UtcNow:yyyyMMdd-HHmmss-fff}");
        File.Copy(change.File, copy);
        string next = Path.Combine(places.Pam, $".semblance-{change.Service}");
        File.WriteAllBytes(next, Encoding.Latin1.GetBytes(change.After));
        File.SetUnixFileMode(next, File.GetUnixFileMode(change.File));
        Semblance.Storage.OwnerFiles.SyncFile(next);
        File.Move(next, change.File, overwrite: true);
        Semblance.Storage.OwnerFiles.SyncFolder(places.Pam);
        return copy;
    }

    // A character for each byte, whatever it is in: what is not changed is written as it was.
    private static string TextOf(string file) => Encoding.Latin1.GetString(File.ReadAllBytes(file));

    private static PamChange Plan(string service, string file, string before, Func<string, string> edit)
    {
        try
        {
            return new PamChange(service, file, before, edit(before));
        }
        catch (PamEditException e)
        {
            throw new UsageException($"{file} is left as it is: {e.Message}", e);
        }
    }

    private (string Service, string File, string Text) Read(string name)
    {
        string service = s_names.GetValueOrDefault(name, name), file = Path.Combine(places.Pam, service);
        if (!LoginFrame.IsName(service) || !File.Exists(file))
            throw new UsageException($"There is no service {service} in {places.Pam}.");
        return RootFiles.IsRootsAlone(file) ? (service, file, TextOf(file)) : throw new UsageException($"{file} is left as it is: it is a link, or others than root may write it.");
    }

    private string? Include(string file)
    {
        string path = Path.Combine(places.Pam, file);
        return LoginFrame.IsName(file) && File.Exists(path) ? TextOf(path) : null;
    }

    private IEnumerable<string> Folders()
    {
        string library = Path.Combine(places.Root, "usr/lib");
        var ofSystem = Directory.Exists(library) ? Directory.EnumerateDirectories(library, "*-linux-gnu*") : [];
        return ofSystem.Append(library).Append(Path.Combine(places.Root, "usr/lib64")).Append(Path.Combine(places.Root, "lib")).Select(folder => Path.Combine(folder, "security"));
    }
}
