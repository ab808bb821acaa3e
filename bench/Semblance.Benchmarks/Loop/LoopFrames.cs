using Semblance.Imaging;

namespace Semblance.Benchmarks.Loop;

/// <summary>The frames of the loop: 640 x 480 PNG in memory, as the lesson reads them.</summary>
internal static class LoopFrames
{
    public const int Width = 640, Height = 480;

    /// <summary>The first frames of a source, scaled to cover 640 x 480 and cut at the middle where they have another size.</summary>
    public static IReadOnlyList<byte[]> Read(IFrameSource source, int count)
    {
        var frames = new List<byte[]>();
        while (frames.Count < count && source.Read() is { } frame)
            frames.Add(Fit(frame.Photo).EncodePng());
        return frames;
    }

    private static Photo Fit(Photo photo)
    {
        double scale = Math.Max((double)Width / photo.Width, (double)Height / photo.Height);
        var scaled = photo.Resize((int)Math.Round(scale * photo.Width), (int)Math.Round(scale * photo.Height));
        return scaled.Crop((scaled.Width - Width) / 2, (scaled.Height - Height) / 2, Width, Height);
    }
}
