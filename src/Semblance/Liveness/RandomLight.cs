using System.Security.Cryptography;

namespace Semblance.Liveness;

/// <summary>
/// Draws the colours that a face must answer, from the system's cryptographic generator. Red, green and blue are each fully on or off, so that steps are as large as the screen can make
/// them and each channel carries an order of its own: black, white and the full hues but for red, as flashes of saturated red are the most dangerous to photosensitive people
/// (WCAG 2.2, "red flash"). Orders are drawn until each channel changes often enough and goes its own way; see <see cref="IsBalanced"/>. Safe for several threads.
/// </summary>
internal static class RandomLight
{
    /// <summary>How many colours are shown.</summary>
    public const int Count = 12;

    /// <summary>How long each is shown: 2.5 changes a second, which are 1.25 flashes a second where WCAG 2.2 (2.3.1) allows three.</summary>
    public static TimeSpan Each { get; } = TimeSpan.FromMilliseconds(400);

    // A channel that hardly changes, or does what another does, tells less than a third of the order.
    private const int LeastChanges = 3;
    private const double MostAlike = 0.5;

    private const int Red = 4;

    /// <summary>Draws a sequence that nobody could foresee.</summary>
    public static LightSequence Next() => Next(RandomNumberGenerator.GetInt32);

    /// <summary>Draws by other random numbers, for measurements that can be repeated.</summary>
    /// <param name="below">Gives a whole number from 0 to below a limit.</param>
    internal static LightSequence Next(Func<int, int> below)
    {
        while (true)
        {
            int last = -1;
            var corners = new int[Count];
            for (int i = 0; i < Count; i++)
            {
                do
                    corners[i] = below(8);
                while (corners[i] == last || corners[i] == Red);
                last = corners[i];
            }
            var sequence = new LightSequence([.. corners.Select(Colour)], Each);
            if (IsBalanced(sequence))
                return sequence;
        }
    }

    /// <summary>Whether each channel changes at least three times and no two channels change alike (correlation of their steps at most one half, either way).</summary>
    public static bool IsBalanced(LightSequence sequence)
    {
        ArgumentNullException.ThrowIfNull(sequence);
        double[][] steps = [.. Enumerable.Range(0, 3).Select(channel => Steps(sequence, channel))];
        if (steps.Any(channel => channel.Count(step => step != 0) < LeastChanges))
            return false;
        return Math.Abs(Alike(steps[0], steps[1])) <= MostAlike && Math.Abs(Alike(steps[1], steps[2])) <= MostAlike && Math.Abs(Alike(steps[0], steps[2])) <= MostAlike;
    }

    private static LightColour Colour(int corner) => new(Level(corner & 4), Level(corner & 2), Level(corner & 1));

    private static byte Level(int on) => on != 0 ? byte.MaxValue : byte.MinValue;

    private static double[] Steps(LightSequence sequence, int channel) =>
        [.. sequence.Colours.Zip(sequence.Colours.Skip(1), (before, after) => LinearLight.Of(after, channel) - LinearLight.Of(before, channel))];

    private static double Alike(double[] a, double[] b) =>
        a.Zip(b, (x, y) => x * y).Sum() / Math.Sqrt(a.Sum(x => x * x) * b.Sum(y => y * y));
}
