using Semblance.Liveness;
using Semblance.Recognition;
using Semblance.Training.Liveness;
using Semblance.Training.Puppets;
using Semblance.Training.Relighting;

namespace Semblance.Training.Tests.Puppets;

/// <summary>What the turned head of a filmed man shows that a photo of him, bent as his head would turn, does not.</summary>
public class PhotoPuppetTests
{
    // Turned as far as is asked for, and no farther than landmarks hold.
    private const double Least = 18, Most = 36;

    private static readonly double s_least = new ChallengeOptions().LeastChange;

    [Fact]
    public void Change_OfAHeadThatTurns_IsMoreThanThatOfABentPhoto()
    {
        var pack = ModelPack.Load(ModelPack.BuiltinFolder);
        using var engine = pack.Start(pack.CreateDetector());
        var pipeline = engine.CreatePipeline(engine.Pack.Quality.Verification);
        var clip = LivenessClip.All(Path.GetDirectoryName(TestData.Require("videos"))!).Single(clip => clip.Name == "turning-live");
        var (person, puppet) = (new TurnedLooks(), new TurnedLooks());
        (Photo Photo, Landmarks Landmarks)? first = null;

        // To his left from 2.0 s on, to his right from 7.3 s on.
        foreach (var frame in clip.Read(pipeline, every: 5))
        {
            if (FaceOf(frame.Reading) is not { } landmarks)
                continue;
            if (first is not { } ahead)
                person.Begin(FaceLook.Of(frame.Photo, (first = (frame.Photo, landmarks)).Value.Landmarks));
            else if (Math.Abs(Yaw(landmarks) - Yaw(ahead.Landmarks)) is >= Least and <= Most)
                person.Add(FaceLook.Of(frame.Photo, landmarks));
        }
        var (photo, eyes) = first!.Value;
        var bent = new PhotoPuppet(photo, eyes, HeadShape.Ellipsoid, new Random(1));
        var yaws = new List<double>();
        foreach (var (yaw, time) in new[] { (0.0, 0.0), (22, 1), (26, 1.3), (30, 1.6), (-22, 3), (-26, 3.3), (-30, 3.6) })
        {
            var taken = bent.Take(yaw, 0, time);
            var landmarks = FaceOf(pipeline.ReadMain(taken))!;
            yaws.Add(Yaw(landmarks));
            if (yaw == 0)
                puppet.Begin(FaceLook.Of(taken, landmarks));
            else
                puppet.Add(FaceLook.Of(taken, landmarks));
        }

        Assert.True(person.Change > s_least, $"The man: {person.Change}.");
        Assert.True(puppet.Change < 0.8 * s_least, $"The puppet: {puppet.Change}.");
        // And it does turn as it is told.
        Assert.InRange(yaws[2] - yaws[0], 12, 45);
        Assert.InRange(yaws[0] - yaws[5], 12, 45);
    }

    private static double Yaw(Landmarks landmarks) => HeadPose.Of(landmarks).Yaw;

    private static Landmarks? FaceOf(FaceReading reading) => reading switch
    {
        FaceReading.Usable usable => usable.Face.Landmarks,
        FaceReading.Unusable { Faces: [var face] } => face.Landmarks,
        _ => null,
    };
}
