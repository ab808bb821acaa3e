using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Semblance.Imaging;

/// <summary>Pixels of four bytes: red, green, blue, premultiplied by the alpha that follows them.</summary>
internal static class RgbaPixels
{
    // Of four pixels at a time: alpha to every channel, and the channels closed up.
    private static readonly Vector128<byte> s_alpha = Vector128.Create((byte)3, 3, 3, 3, 7, 7, 7, 7, 11, 11, 11, 11, 15, 15, 15, 15);
    private static readonly Vector128<byte> s_closed = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 0x80, 0x80, 0x80, 0x80);

    /// <summary>Shows them on white: what alpha leaves over is added, up to 255.</summary>
    /// <param name="rgba">Whole pixels.</param>
    /// <returns>Three bytes a pixel.</returns>
    public static byte[] OnWhite(ReadOnlySpan<byte> rgba)
    {
        int pixels = rgba.Length / 4;
        var rgb = new byte[3 * pixels];
        int done = 0;
        // A store writes four bytes more than it is worth, so the last pixels are done one by one.
        for (; done + 6 <= pixels; done += 4)
        {
            var four = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(rgba), (nuint)(4 * done));
            var shown = Vector128.AddSaturate(four, ~Vector128.Shuffle(four, s_alpha));
            Vector128.Shuffle(shown, s_closed).StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(rgb), (nuint)(3 * done));
        }
        for (; done < pixels; done++)
        {
            int white = 255 - rgba[4 * done + 3];
            for (int channel = 0; channel < 3; channel++)
                rgb[3 * done + channel] = (byte)Math.Min(255, rgba[4 * done + channel] + white);
        }
        return rgb;
    }
}
