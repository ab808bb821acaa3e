namespace Semblance.Cli.Login;

/// <summary>The camera of the settings as the system knows it.</summary>
/// <param name="places">Where the system says it.</param>
/// <param name="camera">camera:N, which is /dev/videoN.</param>
internal sealed class CameraDevice(LoginPlaces places, string camera)
{
    /// <summary>The device's file.</summary>
    public string File => Path.Combine(places.Root, "dev", Name);

    /// <summary>What its driver calls it; null where there is none.</summary>
    public string? Label => System.IO.File.Exists(LabelFile) ? System.IO.File.ReadAllText(LabelFile).Trim() : null;

    /// <summary>Whether it is made by a program (v4l2loopback and the like), which then chooses what is seen.</summary>
    public bool IsVirtual
    {
        get
        {
            var device = new DirectoryInfo(Folder);
            string devices = Path.Combine(places.Root, "sys/devices/virtual") + "/";
            return device.LinkTarget is not null && device.ResolveLinkTarget(returnFinalTarget: true) is { } target && Path.GetFullPath(target.FullName).StartsWith(devices, StringComparison.Ordinal);
        }
    }

    private string Name => "video" + camera["camera:".Length..];

    private string Folder => Path.Combine(places.Root, "sys/class/video4linux", Name);

    private string LabelFile => Path.Combine(Folder, "name");
}
