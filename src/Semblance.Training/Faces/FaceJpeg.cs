using SkiaSharp;

namespace Semblance.Training.Faces;

/// <summary>Stored faces as small JPEG files in memory. Holds working memory: one instance per thread.</summary>
internal sealed class FaceJpeg : IDisposable
{
    private const int Side = AlignedFace.Side;
    private const int Quality = 90;

    private readonly SKBitmap _bitmap = new(Side, Side, SKColorType.Rgba8888, SKAlphaType.Opaque);

    /// <summary>Compresses a face.</summary>
    /// <param name="face">Three planes of <see cref="AlignedFace.Side"/> x <see cref="AlignedFace.Side"/> levels 0..255.</param>
    public byte[] Encode(ReadOnlySpan<float> face)
    {
        unsafe
        {
            var pixels = new Span<byte>((void*)_bitmap.GetPixels(), 4 * Side * Side);
            for (int i = 0, plane = Side * Side; i < plane; i++)
            {
                for (int colour = 0; colour < 3; colour++)
                    pixels[4 * i + colour] = (byte)(Math.Clamp(face[colour * plane + i], 0, 255) + 0.5f);
                pixels[4 * i + 3] = 255;
            }
        }
        using var encoded = _bitmap.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return encoded.ToArray();
    }

    /// <summary>The face in a file that <see cref="Encode"/> made.</summary>
    /// <param name="jpeg">The file.</param>
    /// <param name="rgb">Row by row in the order red, green, blue.</param>
    /// <exception cref="Data.DataException">It is none.</exception>
    public void Decode(ReadOnlySpan<byte> jpeg, Span<byte> rgb)
    {
        using var data = SKData.CreateCopy(jpeg);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.Info.Width != Side || codec.Info.Height != Side || codec.GetPixels(_bitmap.Info, _bitmap.GetPixels()) != SKCodecResult.Success)
            throw new Data.DataException("A stored face cannot be decoded: its file is damaged. Delete it and make it again.");
        var pixels = _bitmap.GetPixelSpan();
        for (int i = 0; i < Side * Side; i++)
            pixels.Slice(4 * i, 3).CopyTo(rgb[(3 * i)..]);
    }

    /// <inheritdoc/>
    public void Dispose() => _bitmap.Dispose();
}
