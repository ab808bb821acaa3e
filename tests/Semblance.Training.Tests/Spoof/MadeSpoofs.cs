using Semblance.Training.Spoof;

namespace Semblance.Training.Tests.Spoof;

/// <summary>Pictures that need no data: smooth ones stand for live faces, striped ones for attacks.</summary>
internal static class MadeSpoofs
{
    /// <summary>A smooth square whose colours depend on the number.</summary>
    public static Photo Smooth(int number, int side = 100)
    {
        var rgb = new byte[3 * side * side];
        for (int i = 0; i < side * side; i++)
        {
            for (int c = 0; c < 3; c++)
                rgb[3 * i + c] = (byte)(128 + 80 * Math.Sin(0.05 * (i % side) + number + c) * Math.Cos(0.04 * (i / side) + 2 * number));
        }
        return Photo.FromRgb(side, side, rgb);
    }

    /// <summary>The same behind a bold grid.</summary>
    public static Photo Striped(int number, int side = 100)
    {
        var rgb = Smooth(number, side).Rgb.ToArray();
        for (int i = 0; i < rgb.Length; i++)
            rgb[i] = (byte)(rgb[i] * (i / 3 % side % 8 < 4 ? 1 : 0.4));
        return Photo.FromRgb(side, side, rgb);
    }

    /// <summary>Sources of one set: of each person one smooth and one striped picture.</summary>
    public static IReadOnlyList<SpoofSource> Sources(int people, string set = "made") =>
    [
        .. Enumerable.Range(0, people).Select(i => new SpoofSource(set, $"{set}/{i}", null, "", Smooth(i), Smooth(i + 1))),
        .. Enumerable.Range(0, people).Select(i => new SpoofSource(set, $"{set}/{i}", "screen", "", Striped(i), null)),
    ];
}
