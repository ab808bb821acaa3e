using CsCheck;
using Semblance.Recognition;

namespace Semblance.Tests.Recognition;

public class FaceTrackerTests
{
    [Fact]
    public void Update_FaceMovesALittle_KeepsItsNumber()
    {
        var tracker = new FaceTracker(TimeSpan.FromMilliseconds(250));
        var ids = Enumerable.Range(0, 10).Select(i => tracker.Update([At(10 * i, 5 * i)], TimeSpan.FromSeconds(0.1 * i))[0].Id);

        Assert.All(ids, id => Assert.Equal(1, id));
    }

    [Fact]
    public void Update_FaceMissingForAMoment_KeepsItsNumber_ForLonger_GetsANewOne()
    {
        var tracker = new FaceTracker(TimeSpan.FromMilliseconds(250));
        tracker.Update([At(0, 0)], TimeSpan.Zero);
        tracker.Update([], TimeSpan.FromSeconds(0.1));
        Assert.Equal(1, tracker.Update([At(0, 0)], TimeSpan.FromSeconds(0.2))[0].Id);

        tracker.Update([], TimeSpan.FromSeconds(0.5));
        Assert.False(tracker.Follows(1));
        Assert.Equal(2, tracker.Update([At(0, 0)], TimeSpan.FromSeconds(0.6))[0].Id);
    }

    [Fact]
    public void Update_AnotherFaceElsewhere_GetsItsOwnNumber()
    {
        var tracker = new FaceTracker(TimeSpan.FromMilliseconds(250));
        tracker.Update([At(0, 0)], TimeSpan.Zero);

        Assert.Equal([2, 1], tracker.Update([At(300, 0), At(5, 5)], TimeSpan.FromSeconds(0.1)).Select(face => face.Id));
    }

    [Fact]
    public void Update_TwoFacesNearOneOldBox_BestOverlapKeepsTheNumber()
    {
        var tracker = new FaceTracker(TimeSpan.FromMilliseconds(250));
        tracker.Update([At(0, 0)], TimeSpan.Zero);

        Assert.Equal([2, 1], tracker.Update([At(40, 0), At(5, 0)], TimeSpan.FromSeconds(0.1)).Select(face => face.Id));
    }

    [Fact]
    public void Update_AnyFrames_NumbersAreDistinctAndInTheOrderGiven() =>
        Gen.Select(Gen.Float[0, 300], Gen.Float[0, 300]).Array[0, 5].Array[1, 8].Sample(frames =>
        {
            var tracker = new FaceTracker(TimeSpan.FromMilliseconds(250));
            return frames.All(places =>
            {
                var faces = places.Select(place => At(place.Item1, place.Item2)).ToList();
                var tracked = tracker.Update(faces, TimeSpan.Zero);
                return tracked.Select(face => face.Id).Distinct().Count() == faces.Count && tracked.Select(face => face.Face).SequenceEqual(faces);
            });
        });

    private static Face At(float x, float y) => new(new Box(x, y, 100, 100), 1);
}
