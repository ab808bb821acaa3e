using System.Numerics;
using Semblance.Liveness;

namespace Semblance.Training.Relighting;

/// <summary>What a screen really shows over time, and what the page says of it.</summary>
internal sealed class ShownLight
{
    // LCDs never are quite black.
    private const float Black = 0.002f;

    private readonly LightSequence _sequence;
    private readonly TimeSpan[] _changes;
    private readonly TimeSpan _exposure;

    /// <summary>Plays a sequence.</summary>
    /// <param name="sequence">The colours.</param>
    /// <param name="begin">When the page paints the first.</param>
    /// <param name="random">Draws delay and trembling.</param>
    public ShownLight(LightSequence sequence, TimeSpan begin, Random random)
    {
        _sequence = sequence;
        var latency = TimeSpan.FromMilliseconds(30 + 130 * random.NextDouble());
        _exposure = TimeSpan.FromMilliseconds(10 + 25 * random.NextDouble());
        Painted = [.. sequence.Colours.Select((_, i) => begin + i * sequence.Each + TimeSpan.FromMilliseconds(12 * random.NextDouble()))];
        _changes = [.. Painted.Select(painted => painted + latency + TimeSpan.FromMilliseconds(16 * random.NextDouble()))];
    }

    /// <summary>When the page reports each colour as painted.</summary>
    public IReadOnlyList<TimeSpan> Painted { get; }

    /// <summary>The light of the three channels, 0 to 1, averaged over the exposure of a frame that ends at a time. Before and after the colours the screen is a middle grey.</summary>
    public Vector3 At(TimeSpan time)
    {
        const int Parts = 5;
        var sum = Vector3.Zero;
        for (int part = 0; part < Parts; part++)
            sum += Shown(time - _exposure * ((part + 0.5) / Parts));
        return sum / Parts;
    }

    private Vector3 Shown(TimeSpan time)
    {
        int colour = Array.FindLastIndex(_changes, change => change <= time);
        if (colour < 0 || colour == _changes.Length - 1 && time > _changes[^1] + _sequence.Each)
            return new Vector3(0.4f);
        var shown = _sequence.Colours[colour];
        return new Vector3(Black) + (1 - Black) * new Vector3((float)LinearLight.Of(shown, 0), (float)LinearLight.Of(shown, 1), (float)LinearLight.Of(shown, 2));
    }
}
