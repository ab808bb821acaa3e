using Semblance.Imaging;
using Semblance.Liveness;
using Semblance.OpenCv;
using Semblance.Tests.Liveness;

namespace Semblance.Tests.OpenCv;

public class LucasKanadeTrackerTests
{
    [Fact]
    public void Follow_FaceThatMoves_MovesItsPoints()
    {
        using var tracker = new LucasKanadeTracker();
        var before = Follow(tracker, MadeView.At(0)).ToDictionary(point => point.Id, point => point.At);
        var frame = MadeView.At(0.1, x: 164, y: 102);
        var oval = FaceOval.Of(frame.Face!.Landmarks!);
        var moves = Follow(tracker, frame).Where(point => before.ContainsKey(point.Id)).Select(point => (point.At, X: point.At.X - before[point.Id].X, Y: point.At.Y - before[point.Id].Y)).ToList();

        Assert.True(moves.Count >= 20, $"{moves.Count} points were followed.");
        Assert.All(moves, move => Assert.True(oval.Holds(move.At)));
        Assert.InRange(Median(moves.Select(move => move.X)), 3.7, 4.3);
        Assert.InRange(Median(moves.Select(move => move.Y)), 1.7, 2.3);
    }

    [Fact]
    public void Follow_QuiteAnotherPicture_KeepsHardlyAnyPoint()
    {
        using var tracker = new LucasKanadeTracker();
        var before = Follow(tracker, MadeView.At(0)).Select(point => point.Id).ToHashSet();
        var noise = new byte[320 * 240];
        new Random(1).NextBytes(noise);
        var after = Follow(tracker, MadeView.At(0.1) with { Photo = Photo.FromGrey(320, 240, noise) });

        Assert.InRange(after.Count(point => before.Contains(point.Id)), 0, before.Count / 5);
    }

    [Fact]
    public void Follow_AfterResetOrAnotherSize_BeginsWithNewPoints()
    {
        using var tracker = new LucasKanadeTracker();
        var first = Follow(tracker, MadeView.At(0)).Select(point => point.Id).ToHashSet();
        tracker.Reset();
        var second = Follow(tracker, MadeView.At(0.1)).Select(point => point.Id).ToHashSet();
        var frame = MadeView.At(0.2);
        var third = Follow(tracker, frame with { Photo = frame.Photo.Crop(0, 0, 300, 240) }).Select(point => point.Id).ToHashSet();

        Assert.NotEmpty(third);
        Assert.False(first.Overlaps(second) || second.Overlaps(third));
    }

    private static IReadOnlyList<TrackedPoint> Follow(LucasKanadeTracker tracker, LivenessFrame frame) => tracker.Follow(frame.Photo, frame.Face!.Landmarks!);

    private static float Median(IEnumerable<float> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
