namespace Semblance.Reports;

/// <summary>Pictures need a font of the system for their labels.</summary>
internal static class PictureFont
{
    /// <summary>Returns where pictures can be drawn; for programs that would rather fail before hours of work than after them.</summary>
    /// <exception cref="ReportException">No font is installed; the message says the command that installs one.</exception>
    public static void Require() => PictureStyle.FontFamily();
}
