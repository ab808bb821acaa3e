using Semblance.Imaging;
using Semblance.Training.Data;

namespace Semblance.Training.Quality;

/// <summary>A way to spoil a photo, and by how much.</summary>
/// <param name="Kind">What is done: one of the constants.</param>
/// <param name="Level">How much of it, on a scale of the kind's own.</param>
/// <param name="Apply">Does it; the face is the one found in the unspoiled photo.</param>
internal sealed record Spoiled(string Kind, double Level, Func<Photo, Face, Photo> Apply)
{
    /// <summary>The kinds.</summary>
    public const string Unchanged = "unchanged", Blurred = "blur", Small = "small", Dark = "dark", Bright = "bright", Flat = "flat", Noisy = "noise", CutOff = "cut off";

    // Of a sensor in the dark, grey levels.
    private const double NoiseInTheDark = 2;

    /// <summary>Every way and level, the unchanged photo first: from what nobody notices to what nobody recognises.</summary>
    public static IReadOnlyList<Spoiled> All { get; } =
    [
        new(Unchanged, 0, (photo, _) => photo),
        .. Levels(Blurred, [1, 1.5, 2, 2.5, 3, 3.5, 4, 5], GaussianBlur.Blur),
        .. Levels(Small, [0.6, 0.45, 0.36, 0.3, 0.25, 0.2, 0.17, 0.14], (photo, scale) => photo.Resize((int)(photo.Width * scale), (int)(photo.Height * scale))),
        .. Levels(Dark, [0.4, 0.25, 0.18, 0.13, 0.09, 0.06, 0.04], (photo, factor) => Noise(Map(photo, level => level * factor), NoiseInTheDark)),
        .. Levels(Bright, [1.15, 1.3, 1.5, 2, 2.5, 3, 4, 5], (photo, factor) => Map(photo, level => level * factor + 20 * factor)),
        .. Levels(Flat, [0.4, 0.25, 0.18, 0.13, 0.09, 0.06, 0.04], (photo, factor) => Map(photo, level => 120 + (level - 120) * factor)),
        .. Levels(Noisy, [10, 20, 40], Noise),
        // Below 0 the edge stands beside the face's box.
        .. ((double[])[-0.3, -0.2, -0.1, 0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]).Select(share => new Spoiled(CutOff, share, (photo, face) => Cut(photo, face, share))),
    ];

    private static IEnumerable<Spoiled> Levels(string kind, double[] levels, Func<Photo, double, Photo> apply) =>
        levels.Select(level => new Spoiled(kind, level, (photo, _) => apply(photo, level)));

    private static Photo Noise(Photo photo, double deviation)
    {
        var random = new Random(photo.Width ^ photo.Rgb[photo.Rgb.Length / 2]);
        return Map(photo, level => level + deviation * random.NextNormal());
    }

    private static Photo Cut(Photo photo, Face face, double share)
    {
        int left = Math.Clamp((int)(face.Box.X + share * face.Box.Width), 0, photo.Width - 1);
        return photo.Crop(left, 0, photo.Width - left, photo.Height);
    }

    private static Photo Map(Photo photo, Func<double, double> change) => Photo.FromRgb(
        photo.Width, photo.Height, Array.ConvertAll(photo.Rgb.ToArray(), level => (byte)Math.Clamp(change(level) + 0.5, 0, 255)));
}
