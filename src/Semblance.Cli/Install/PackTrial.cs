using Microsoft.ML.OnnxRuntime;
using Semblance.Packs;

namespace Semblance.Cli.Install;

/// <summary>Runs a pack's networks once on made pictures, so that one that does not fit its pack.json is found out before it is used.</summary>
internal static class PackTrial
{
    /// <exception cref="PackException">A network cannot be run as pack.json says; the message names its file.</exception>
    public static void Run(ModelPack pack)
    {
        if (pack.Manifest.Detector is GridDetectorEntry detector)
            Try(pack, detector.File, "photos of any size in 3 channels", () => Detect(pack));
        var input = pack.Manifest.Embedder;
        Try(pack, input.File, $"faces of {input.Width} x {input.Height} pixels in {(input.Channels == "grey" ? "1 channel" : "3 channels")} (1 x channels x height x width)", () => Embed(pack, input));
    }

    private static void Detect(ModelPack pack)
    {
        using var detector = pack.CreateDetector();
        detector.Detect(Made(320, 240, seed: 1));
    }

    private static void Embed(ModelPack pack, EmbedderEntry input)
    {
        using var embedder = pack.CreateEmbedder();
        var first = embedder.Embed(Made(input.Width, input.Height, seed: 1));
        var second = embedder.Embed(Made(input.Width, input.Height, seed: 2));
        if (first.Values.SequenceEqual(second.Values))
            throw new InvalidDataException("it answers different pictures with the same numbers.");
    }

    private static void Try(ModelPack pack, string file, string input, Action run)
    {
        string path = Path.Combine(pack.Folder, file);
        try
        {
            run();
        }
        catch (OnnxRuntimeException e)
        {
            throw new PackException($"{path} does not take {input}: {e.Message}", e);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            throw new PackException($"{path} does not work: {e.Message}", e);
        }
    }

    // Smooth and without a face; two seeds give two pictures.
    private static Photo Made(int width, int height, int seed)
    {
        var rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.Length; i++)
            rgb[i] = (byte)(128 + 100 * Math.Sin(seed * (i % (3 * width) / 37.0) + i / (3 * width) / (11.0 * seed)));
        return Photo.FromRgb(width, height, rgb);
    }
}
