using OpenCvSharp;

namespace Semblance.OpenCv;

/// <summary>A window that shows frames. Made, used and disposed on one thread (on macOS the main thread).</summary>
public sealed class PreviewWindow : IDisposable
{
    private const int Escape = 27;

    private readonly string _title;
    private bool _closed;

    /// <summary>Opens the window.</summary>
    /// <param name="title">Its title; two windows at a time need two titles.</param>
    /// <exception cref="NoDisplayException">There is no display, or it does not answer.</exception>
    /// <exception cref="OpenCvMissingException">OpenCV cannot be loaded.</exception>
    public PreviewWindow(string title)
    {
        ArgumentException.ThrowIfNullOrEmpty(title);
        _title = title;
        if (OperatingSystem.IsLinux())
            RequireVariable();
        OpenCvRuntime.EnsureLoaded();
        if (OperatingSystem.IsLinux() && !Gtk.Connects())
            throw new NoDisplayException("No window can be shown: the display that DISPLAY or WAYLAND_DISPLAY names does not answer.");
        Cv2.NamedWindow(title, WindowFlags.AutoSize);
    }

    /// <summary>Shows a frame and lets the window react for a moment. False when the user closed the window or pressed q or Esc.</summary>
    public bool Show(Photo photo)
    {
        ArgumentNullException.ThrowIfNull(photo);
        if (_closed)
            return false;
        using var image = photo.ToMat();
        Cv2.ImShow(_title, image);
        int key = Cv2.WaitKey(1);
        _closed = key is Escape or 'q' or 'Q' || !IsVisible();
        return !_closed;
    }

    /// <summary>Closes the window.</summary>
    public void Dispose()
    {
        _closed = true;
        if (IsVisible())
            Cv2.DestroyWindow(_title);
    }

    private bool IsVisible() => OperatingSystem.IsLinux() ? Gtk.HasWindow(_title) : Cv2.GetWindowProperty(_title, WindowPropertyFlags.Visible) >= 1;

    private static void RequireVariable()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY")) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY")))
            throw new NoDisplayException("No window can be shown: this machine has no display (neither DISPLAY nor WAYLAND_DISPLAY is set).");
    }
}
