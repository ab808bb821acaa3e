using Semblance.Detection;
using Semblance.Imaging;

namespace Semblance.Benchmarks.Quality;

/// <summary>A way to spoil a photo, and by how much.</summary>
/// <param name="Kind">What is done: <c>blur</c>, <c>small</c>...</param>
/// <param name="Level">How much of it, on a scale of the kind's own.</param>
/// <param name="Apply">Does it; the face is the one found in the unspoiled photo.</param>
internal sealed record Spoiled(string Kind, double Level, Func<Photo, Face, Photo> Apply)
{
    /// <summary>Every way and level, the unchanged photo first.</summary>
    public static IReadOnlyList<Spoiled> All { get; } =
    [
        new("unchanged", 0, (photo, _) => photo),
        .. Levels("blur", [1, 2, 3, 4], GaussianBlur.Blur),
        .. Levels("small", [0.5, 0.35, 0.25, 0.18], (photo, scale) => photo.Resize((int)(photo.Width * scale), (int)(photo.Height * scale))),
        .. Levels("dark", [0.5, 0.3, 0.2, 0.1], (photo, factor) => Noise(Map(photo, level => level * factor), 2)),
        .. Levels("bright", [1.5, 2, 3], (photo, factor) => Map(photo, level => level * factor + 20 * factor)),
        .. Levels("flat", [0.4, 0.2, 0.1], (photo, factor) => Map(photo, level => 120 + (level - 120) * factor)),
        .. Levels("noise", [10, 20, 40], Noise),
        .. ((double[])[0.1, 0.2, 0.3, 0.4]).Select(share => new Spoiled("cut off", share, (photo, face) => Cut(photo, face, share))),
    ];

    private static IEnumerable<Spoiled> Levels(string kind, double[] levels, Func<Photo, double, Photo> apply) =>
        levels.Select(level => new Spoiled(kind, level, (photo, _) => apply(photo, level)));

    private static Photo Noise(Photo photo, double deviation)
    {
        var random = new Random(photo.Width ^ photo.Rgb[photo.Rgb.Length / 2]);
        return Map(photo, level => level + deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
    }

    private static Photo Cut(Photo photo, Face face, double share)
    {
        int left = Math.Clamp((int)(face.Box.X + share * face.Box.Width), 0, photo.Width - 1);
        return photo.Crop(left, 0, photo.Width - left, photo.Height);
    }

    private static Photo Map(Photo photo, Func<double, double> change) => Photo.FromRgb(
        photo.Width, photo.Height, Array.ConvertAll(photo.Rgb.ToArray(), level => (byte)Math.Clamp(change(level) + 0.5, 0, 255)));
}
