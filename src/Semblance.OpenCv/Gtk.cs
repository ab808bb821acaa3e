using System.Runtime.InteropServices;

namespace Semblance.OpenCv;

/// <summary>The few questions to GTK, the window system behind OpenCV on Linux, that OpenCV itself does not answer.</summary>
internal static partial class Gtk
{
    private const string Library = "libgtk-3.so.0";

    /// <summary>Connects to the display. Where OpenCV does this and there is none, GTK ends the whole process; asked this way, it says no.</summary>
    public static bool Connects() => InitialiseIfPossible(0, 0) != 0;

    /// <summary>Whether a window with this title is open. (OpenCV's "visible" property is not implemented for GTK.)</summary>
    public static bool HasWindow(string title)
    {
        nint list = Windows();
        try
        {
            // A GList: the data, then the next element.
            for (nint item = list; item != 0; item = Marshal.ReadIntPtr(item, nint.Size))
            {
                if (Marshal.PtrToStringUTF8(Title(Marshal.ReadIntPtr(item))) == title)
                    return true;
            }
            return false;
        }
        finally
        {
            FreeList(list);
        }
    }

    [LibraryImport(Library, EntryPoint = "gtk_init_check")]
    private static partial int InitialiseIfPossible(nint argumentCount, nint arguments);

    [LibraryImport(Library, EntryPoint = "gtk_window_list_toplevels")]
    private static partial nint Windows();

    [LibraryImport(Library, EntryPoint = "gtk_window_get_title")]
    private static partial nint Title(nint window);

    [LibraryImport("libglib-2.0.so.0", EntryPoint = "g_list_free")]
    private static partial void FreeList(nint list);
}
