using Semblance.Options;

namespace Semblance.Liveness;

/// <summary>
/// From where on a face answers the colours of a screen as a head does. The defaults were chosen on simulated faces and attacks (docs/accuracy-liveness-light.md);
/// <c>semblance-train calibrate-liveness</c> derives what a pack.json gives instead. How long colours are shown is not among them: WCAG 2.2 says that. Immutable.
/// </summary>
internal sealed record LightOptions
{
    /// <summary>Live from this agreement on: the share of the face's changes that the screen explains. 0 to 1. Default 0.75.</summary>
    public double Follows { get; init; } = 0.75;

    /// <summary>An attack below this agreement, where the face changes its colour by <see cref="OwnColour"/>. 0 to <see cref="Follows"/>. Default 0.4.</summary>
    public double DoesNotFollow { get; init; } = 0.4;

    /// <summary>Natural logarithm of light that the face changes in colour (root of the mean square a step) to be seen at all. 0 to 1. Default 0.035.</summary>
    public double OwnColour { get; init; } = 0.035;

    /// <summary>Natural logarithm of light by which the face answers at least. 0 to 1. Default 0.014.</summary>
    public double LeastAnswer { get; init; } = 0.014;

    /// <summary>Live from this bulge on; 1 is a head's, 0 a sheet's. 0 to 2. Default 0.45.</summary>
    public double Curved { get; init; } = 0.45;

    /// <summary>An attack below this bulge. 0 to <see cref="Curved"/>. Default 0.3.</summary>
    public double Flat { get; init; } = 0.3;

    /// <summary>No head bulges more. 1 to 10. Default 2.5.</summary>
    public double MostCurved { get; init; } = 2.5;

    /// <summary>Live up to this misfit: what neither head nor slopes explain, over the mean answer. 0 to 2. Default 0.28.</summary>
    public double MostMisfit { get; init; } = 0.28;

    /// <summary>An attack from this share of light that lies over the picture, as on glass. 0 to 2. Default 0.55.</summary>
    public double Overlaid { get; init; } = 0.55;

    /// <summary>Standard errors by which a measure must clear its limit before it counts for live, or against it in bulge. 0 to 5. Default 1.</summary>
    public double FewErrors { get; init; } = 1;

    /// <summary>Standard errors by which the overlay must clear its limit. 0 to 10. Default 2.</summary>
    public double SureErrors { get; init; } = 2;

    /// <summary>Standard deviation of the overlay that skin and paper show before anything is measured: they are a little glossy. 0.05 to 5. Default 0.5.</summary>
    public double Gloss { get; init; } = 0.5;

    /// <summary>Cells of the picture behind the head that must be seen, in each channel. 1 to 80. Default 4.</summary>
    public int LeastCells { get; init; } = 4;

    /// <summary>Degrees aside, up or down from which on a frame shows a face that is turned away. 5 to 90. Default 30.</summary>
    public double MostTurned { get; init; } = 30;

    /// <summary>Share of such frames at most. 0 to 1. Default 0.3.</summary>
    public double MostTurnedFrames { get; init; } = 0.3;

    /// <summary>Widths of the face's box by which it may move. 0.05 to 5. Default 1.</summary>
    public double MostMoved { get; init; } = 1;

    /// <summary>The longest time from a colour's painting to its light in a frame: the screen's delay, the camera's and the page's. 0.05 to 1 s. Default 0.4 s.</summary>
    public TimeSpan MostLatency { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Frames so soon after a change may have been exposed on both sides of it. 0 to 0.3 s. Default 0.07 s.</summary>
    public TimeSpan Guard { get; init; } = TimeSpan.FromMilliseconds(70);

    /// <summary>Changes of colour that may go unseen. 0 to 6. Default 1.</summary>
    public int MostMissingSteps { get; init; } = 1;

    /// <summary>Frames that a colour must have. 1 to 10. Default 2.</summary>
    public int LeastFramesOfAColour { get; init; } = 2;

    /// <summary>Share of frames in which a patch or a cell may be unseen. 0 to 0.9. Default 0.1.</summary>
    public double MostUnseen { get; init; } = 0.1;

    /// <summary>Darker means are the camera's black, not light: a share of its brightest. 0 to 0.1. Default 0.0015.</summary>
    public double Dark { get; init; } = 0.0015;

    /// <summary>From this level on a channel is at its end. 200 to 255. Default 250.</summary>
    public int Clipped { get; init; } = 250;

    /// <summary>Share of clipped pixels in a mean at most. 0 to 1. Default 0.1.</summary>
    public double MostClipped { get; init; } = 0.1;

    /// <summary>Patches that face the screen less are not where the generic head says. 0 to 0.9. Default 0.25.</summary>
    public double LeastFacing { get; init; } = 0.25;

    /// <summary>How far real heads differ from the generic one, in mean answers. 0.01 to 1. Default 0.08.</summary>
    public double HeadsDiffer { get; init; } = 0.08;

    /// <summary>The worst error of a patch that tells something, in mean answers. 0.05 to 5. Default 0.6.</summary>
    public double MostError { get; init; } = 0.6;

    /// <summary>Patches that must be measured. 5 to 11. Default 7.</summary>
    public int LeastPatches { get; init; } = 7;

    /// <summary>How the numbers were found, by their names in pack.json, or for all of them under <c>all</c>.</summary>
    public IReadOnlyDictionary<string, string> Evidence { get; init; } = new Dictionary<string, string>();

    internal static LightOptions Default { get; } = new();

    internal IReadOnlyList<string> Faults() => new OptionRanges()
        .Number(Follows, 0, 1).Number(DoesNotFollow, 0, 1).Ordered(DoesNotFollow, Follows).Number(OwnColour, 0, 1).Number(LeastAnswer, 0, 1)
        .Number(Curved, 0, 2).Number(Flat, 0, 2).Ordered(Flat, Curved).Number(MostCurved, 1, 10).Number(MostMisfit, 0, 2).Number(Overlaid, 0, 2)
        .Number(FewErrors, 0, 5).Number(SureErrors, 0, 10).Number(Gloss, 0.05, 5)
        .Number(LeastCells, 1, 80).Number(MostTurned, 5, 90).Number(MostTurnedFrames, 0, 1).Number(MostMoved, 0.05, 5)
        .Seconds(MostLatency, 0.05, 1).Seconds(Guard, 0, 0.3).Number(MostMissingSteps, 0, 6).Number(LeastFramesOfAColour, 1, 10).Number(MostUnseen, 0, 0.9)
        .Number(Dark, 0, 0.1).Number(Clipped, 200, 255).Number(MostClipped, 0, 1)
        .Number(LeastFacing, 0, 0.9).Number(HeadsDiffer, 0.01, 1).Number(MostError, 0.05, 5).Number(LeastPatches, 5, 11).Faults;
}
