using Semblance.Options;

namespace Semblance.Liveness;

/// <summary>
/// From where on movement speaks for a head or for a flat picture. Lengths are in eye distances (that of the eyes as it would be from the front), times in seconds of the
/// stream. A comparison is one pair of frames between which the face moved; a cell is one of the 8 x 8 squares of the picture reduced to 160 pixels in one comparison, and its mean
/// is -1 where the picture rests and 1 where it goes along with the face. The defaults are those of the built-in pack of version 0.1, chosen on the clips that
/// docs/accuracy-liveness-motion.md names; <c>semblance-train calibrate-liveness</c> derives what a pack.json gives instead. Immutable.
/// </summary>
internal sealed record MotionOptions
{
    /// <summary>How long it looks before it settles for what it has seen. 0.1 to 10 s. Default 1 s.</summary>
    public TimeSpan SettlesAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a flat picture stays one: somebody who holds it still after it was seen to move is not asked again at once. Then it is judged again, so that one wrong spell condemns
    /// nobody for ever. 0 to 60 s. Default 10 s.
    /// </summary>
    public TimeSpan Keeps { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Least time between frames that are looked at: movement shows in tenths of seconds. 0 to 0.25 s. Default 0.055 s.</summary>
    public TimeSpan LeastStep { get; init; } = TimeSpan.FromSeconds(0.055);

    /// <summary>Faces with a smaller eye distance are not looked at. 1 to 100 pixels. Default 4.</summary>
    public double SmallestEyes { get; init; } = 4;

    /// <summary>The nose's travel against the plane of eyes and mouth is that of so long. 0.5 to 10 s. Default 2.5 s.</summary>
    public TimeSpan TravelWindow { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>Landmarks are averaged over so long before and after. 0.02 to 0.5 s. Default 0.12 s.</summary>
    public TimeSpan TravelSmooth { get; init; } = TimeSpan.FromSeconds(0.12);

    /// <summary>Live from this travel on. 0.01 to 1. Default 0.12.</summary>
    public double LiveTravel { get; init; } = 0.12;

    /// <summary>And from so many times the error of the landmarks. 1 to 50. Default 5.</summary>
    public double LiveTimesNoise { get; init; } = 5;

    /// <summary>Below this travel the person is told that the head hardly moved. 0 to 1. Default 0.04.</summary>
    public double HardlyMoved { get; init; } = 0.04;

    /// <summary>Not live where more than <see cref="AlongCells"/> cells near the face have a mean above this. -1 to 1. Default 0.1.</summary>
    public double AlongMean { get; init; } = 0.1;

    /// <summary>See <see cref="AlongMean"/>. At least 1. Default 40.</summary>
    public int AlongCells { get; init; } = 40;

    /// <summary>Not live where what is around the face moved this far, and the face followed it by <see cref="AlongFollows"/>. 0 to 1. Default 0.05.</summary>
    public double AlongMoved { get; init; } = 0.05;

    /// <summary>See <see cref="AlongMoved"/>; 1 is as far. 0 to 5. Default 0.5.</summary>
    public double AlongFollows { get; init; } = 0.5;

    /// <summary>Comparisons of the face's points are taken together over so long. 0.5 to 10 s. Default 4 s.</summary>
    public TimeSpan BendWindow { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Points that moved less far show no movement. 0.01 to 1. Default 0.08.</summary>
    public double BendLeastMoved { get; init; } = 0.08;

    /// <summary>Fewer points say nothing. 8 to 100. Default 10.</summary>
    public int BendFewestPoints { get; init; } = 10;

    /// <summary>A picture where the points miss one plane's movement by less than this share of how far they moved. 0 to 1. Default 0.035.</summary>
    public double FlatBend { get; init; } = 0.035;

    /// <summary>In so many comparisons. At least 1. Default 8.</summary>
    public int FlatSteps { get; init; } = 8;

    /// <summary>The same where the whole picture moves, as it may be the camera that does: then only a face without any movement of its own is flat. 0 to 1. Default 0.014.</summary>
    public double StillBend { get; init; } = 0.014;

    /// <summary>In so many comparisons. At least 1. Default 20.</summary>
    public int StillSteps { get; init; } = 20;

    /// <summary>And where it moved this far. 0 to 1. Default 0.15.</summary>
    public double StillMoved { get; init; } = 0.15;

    /// <summary>The camera rests where so many cells at the picture's border have a mean below <see cref="RestMean"/>. At least 1. Default 20.</summary>
    public int RestCells { get; init; } = 20;

    /// <summary>See <see cref="RestCells"/>. -1 to 1. Default 0.</summary>
    public double RestMean { get; init; }

    /// <summary>Cells are counted over so long. 0.5 to 10 s. Default 3 s.</summary>
    public TimeSpan AroundWindow { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The earlier frame of a comparison is at most so old. 0.2 to 5 s. Default 1 s.</summary>
    public TimeSpan AroundHistory { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A comparison looks back until the face moved this far. 0.02 to 1. Default 0.15.</summary>
    public double AroundEnough { get; init; } = 0.15;

    /// <summary>And takes none where it moved less than this. 0.005 to 1. Default 0.04.</summary>
    public double AroundLeastMoved { get; init; } = 0.04;

    /// <summary>A picture that is held up needs so many comparisons. At least 1. Default 6.</summary>
    public int HeldSteps { get; init; } = 6;

    /// <summary>The face follows what is around it by at least this; 1 is as far. 0 to 5. Default 0.4.</summary>
    public double HeldFollows { get; init; } = 0.4;

    /// <summary>And by at most this. 0 to 10. Default 2.5.</summary>
    public double HeldFollowsMost { get; init; } = 2.5;

    /// <summary>What is near goes along: so many cells. At least 1. Default 60.</summary>
    public int HeldNearCells { get; init; } = 60;

    /// <summary>With a mean above this. -1 to 1. Default 0.35.</summary>
    public double HeldNearMean { get; init; } = 0.35;

    /// <summary>While the border rests: so many cells. At least 1. Default 40.</summary>
    public int HeldFarCells { get; init; } = 40;

    /// <summary>With a mean below this. -1 to 1. Default -0.2.</summary>
    public double HeldFarMean { get; init; } = -0.2;

    /// <summary>Where only a narrow edge is held up: so many cells near the face. At least 1. Default 100.</summary>
    public int EdgeNearCells { get; init; } = 100;

    /// <summary>With a mean above this. -1 to 1. Default -0.3.</summary>
    public double EdgeNearMean { get; init; } = -0.3;

    /// <summary>So many of them clearly go along on either side of the face. At least 1. Default 20.</summary>
    public int EdgeSideCells { get; init; } = 20;

    /// <summary>While the border rests: so many cells. At least 1. Default 100.</summary>
    public int EdgeFarCells { get; init; } = 100;

    /// <summary>With a mean below this. -1 to 1. Default -0.5.</summary>
    public double EdgeFarMean { get; init; } = -0.5;

    /// <summary>And what is around the face moved this far. 0 to 1. Default 0.06.</summary>
    public double EdgeMoved { get; init; } = 0.06;

    /// <summary>And the face follows it by this. 0 to 5. Default 0.6.</summary>
    public double EdgeFollows { get; init; } = 0.6;

    /// <summary>How the numbers were found, by their names in pack.json (<c>liveTravel</c>), or for all of them under <c>all</c>.</summary>
    public IReadOnlyDictionary<string, string> Evidence { get; init; } = new Dictionary<string, string>();

    internal IReadOnlyList<string> Faults() => new OptionRanges()
        .Seconds(SettlesAfter, 0.1, 10).Seconds(Keeps, 0, 60).Seconds(LeastStep, 0, 0.25).Number(SmallestEyes, 1, 100)
        .Seconds(TravelWindow, 0.5, 10).Seconds(TravelSmooth, 0.02, 0.5).Number(LiveTravel, 0.01, 1).Number(LiveTimesNoise, 1, 50).Number(HardlyMoved, 0, 1)
        .Number(AlongMean, -1, 1).Number(AlongCells, 1, int.MaxValue).Number(AlongMoved, 0, 1).Number(AlongFollows, 0, 5)
        .Seconds(BendWindow, 0.5, 10).Number(BendLeastMoved, 0.01, 1).Number(BendFewestPoints, 8, 100)
        .Number(FlatBend, 0, 1).Number(FlatSteps, 1, int.MaxValue).Number(StillBend, 0, 1).Number(StillSteps, 1, int.MaxValue).Number(StillMoved, 0, 1)
        .Number(RestCells, 1, int.MaxValue).Number(RestMean, -1, 1)
        .Seconds(AroundWindow, 0.5, 10).Seconds(AroundHistory, 0.2, 5).Number(AroundEnough, 0.02, 1).Number(AroundLeastMoved, 0.005, 1)
        .Number(HeldSteps, 1, int.MaxValue).Number(HeldFollows, 0, 5).Number(HeldFollowsMost, 0, 10).Ordered(HeldFollows, HeldFollowsMost)
        .Number(HeldNearCells, 1, int.MaxValue).Number(HeldNearMean, -1, 1).Number(HeldFarCells, 1, int.MaxValue).Number(HeldFarMean, -1, 1)
        .Number(EdgeNearCells, 1, int.MaxValue).Number(EdgeNearMean, -1, 1).Number(EdgeSideCells, 1, int.MaxValue)
        .Number(EdgeFarCells, 1, int.MaxValue).Number(EdgeFarMean, -1, 1).Number(EdgeMoved, 0, 1).Number(EdgeFollows, 0, 5)
        .Faults;
}
