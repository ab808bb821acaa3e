using Semblance.Liveness;
using Semblance.Recognition;
using Semblance.Training.Liveness;
using Semblance.Training.Motion;
using Semblance.Training.Relighting;

namespace Semblance.Training.Tests.Liveness;

/// <summary>What the turned head of a filmed man shows that a photo of him, bent as his head would turn, does not.</summary>
public class PhotoPuppetTests
{
    // Turned as far as is asked for, and no farther than landmarks hold.
    private const double Least = 18, Most = 36;

    private static readonly double s_least = new ChallengeOptions().LeastChange;

    [Fact]
    public void Change_OfAHeadThatTurns_IsMoreThanThatOfABentPhoto()
    {
        var detector = ModelPack.Load(ModelPack.BuiltinFolder).CreateDetector();
        using var disposable = detector as IDisposable;
        var clip = PersonClip.Read(TestData.Require("videos/turning-live.mp4"), detector);
        var ahead = (Photo: clip.Photos[10], Landmarks: clip.Face(10)!.Landmarks!);
        var person = new TurnedLooks();
        var puppet = new TurnedLooks();
        person.Begin(FaceLook.Of(ahead.Photo, ahead.Landmarks));

        // To his left from 2.0 s on, to his right from 7.3 s on.
        for (int frame = 40; frame < clip.Photos.Count; frame += 4)
        {
            if (clip.Face(frame)?.Landmarks is { } landmarks && IsTurned(ahead.Landmarks, landmarks))
                person.Add(FaceLook.Of(clip.Photos[frame], landmarks));
        }
        var bent = new PhotoPuppet(ahead.Photo, ahead.Landmarks, HeadShape.Ellipsoid, new Random(1));
        foreach (var (yaw, time) in new[] { (0.0, 0.0), (22, 1), (26, 1.3), (30, 1.6), (-22, 3), (-26, 3.3), (-30, 3.6) })
        {
            var photo = bent.Take(yaw, 0, time);
            var landmarks = PersonClip.Largest(detector, photo)!.Landmarks!;
            if (yaw == 0)
                puppet.Begin(FaceLook.Of(photo, landmarks));
            else
                puppet.Add(FaceLook.Of(photo, landmarks));
        }

        Assert.True(person.Change > s_least, $"{person.Change}");
        Assert.True(puppet.Change < s_least / 2, $"{puppet.Change}");
    }

    [Fact]
    public void Take_TurnedPuppet_TurnsAsItIsTold()
    {
        var detector = ModelPack.Load(ModelPack.BuiltinFolder).CreateDetector();
        using var disposable = detector as IDisposable;
        var clip = PersonClip.Read(TestData.Require("videos/turning-live.mp4"), detector);
        var puppet = new PhotoPuppet(clip.Photos[10], clip.Face(10)!.Landmarks!, HeadShape.Ellipsoid, new Random(1));

        var yaws = new[] { -25.0, 0, 25 }.Select(yaw => HeadPose.Of(PersonClip.Largest(detector, puppet.Take(yaw, 0, 1))!.Landmarks!).Yaw).ToList();

        Assert.InRange(yaws[1] - yaws[0], 12, 45);
        Assert.InRange(yaws[2] - yaws[1], 12, 45);
    }

    private static bool IsTurned(Landmarks ahead, Landmarks now) => Math.Abs(HeadPose.Of(now).Yaw - HeadPose.Of(ahead).Yaw) is >= Least and <= Most;
}
