using System.Buffers.Binary;

namespace Semblance.Imaging;

/// <summary>What the markers of a JPEG say (ITU-T T.81), up to its first scan.</summary>
/// <param name="IsBaseline">Whether its rows can be decoded one after another; a progressive one needs room for all of them.</param>
/// <param name="Components">1 for grey, 3 for colours, 4 for inks.</param>
/// <param name="IsOneScan">Whether the first scan holds all components.</param>
/// <param name="IsByAdobe">Whether Adobe's marker says how the inks are stored.</param>
internal sealed record JpegMarkers(bool IsBaseline, int Components, bool IsOneScan, bool IsByAdobe)
{
    /// <summary>Null where the markers end before the first scan.</summary>
    public static JpegMarkers? Read(ReadOnlySpan<byte> bytes)
    {
        bool baseline = false, adobe = false;
        int components = 0;
        for (int at = 2; at + 4 <= bytes.Length;)
        {
            if (bytes[at] != 0xFF)
                return null;
            byte marker = bytes[at + 1];
            if (marker == 0xFF) // fill
            {
                at++;
                continue;
            }
            int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            var body = bytes[(at + 4)..Math.Min(bytes.Length, at + 2 + Math.Max(2, length))];
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC) && body.Length >= 6)
                (baseline, components) = (marker is 0xC0 or 0xC1, body[5]);
            else if (marker == 0xEE && body.StartsWith("Adobe"u8))
                adobe = true;
            else if (marker == 0xDA)
                return body.Length == 0 ? null : new JpegMarkers(baseline, components, body[0] == components, adobe);
            at += 2 + length;
        }
        return null;
    }
}
