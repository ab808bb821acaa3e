using SkiaSharp;

namespace Semblance.Training.Faces;

/// <summary>Compresses a training face as JPEG and decodes it again. Holds working memory: one instance per thread.</summary>
internal sealed class JpegTrip : IDisposable
{
    private const int Side = FaceAugmentation.Side;
    private const int Plane = Side * Side;

    private readonly SKBitmap _bitmap = new(Side, Side, SKColorType.Rgba8888, SKAlphaType.Opaque);

    /// <summary>Sends the face through JPEG in place.</summary>
    /// <param name="face">Three planes of levels 0..255.</param>
    /// <param name="quality">1 (worst) to 100.</param>
    public void Through(Span<float> face, int quality)
    {
        var pixels = _bitmap.GetPixelSpan();
        unsafe
        {
            fixed (byte* first = pixels)
            {
                for (int i = 0; i < Plane; i++)
                {
                    byte* pixel = first + 4 * i;
                    pixel[0] = (byte)(face[i] + 0.5f);
                    pixel[1] = (byte)(face[Plane + i] + 0.5f);
                    pixel[2] = (byte)(face[2 * Plane + i] + 0.5f);
                    pixel[3] = 255;
                }
            }
        }
        using var encoded = _bitmap.Encode(SKEncodedImageFormat.Jpeg, quality);
        using var codec = SKCodec.Create(encoded);
        if (codec.GetPixels(_bitmap.Info, _bitmap.GetPixels()) != SKCodecResult.Success)
            throw new InvalidOperationException("A face that was just encoded as JPEG cannot be decoded.");
        var decoded = _bitmap.GetPixelSpan();
        for (int i = 0; i < Plane; i++)
            (face[i], face[Plane + i], face[2 * Plane + i]) = (decoded[4 * i], decoded[4 * i + 1], decoded[4 * i + 2]);
    }

    /// <inheritdoc/>
    public void Dispose() => _bitmap.Dispose();
}
