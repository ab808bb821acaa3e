using Semblance.Detection;
using Semblance.Training.Detectors;

namespace Semblance.Training.Tests.Detectors;

public class LandmarkConsensusTests
{
    [Fact]
    public void Apply_Portrait_StaysAtTheFace()
    {
        using var yunet = new GridFaceDetector(File.ReadAllBytes(TestData.Require("../models/yunet_s_dynamic.onnx")));
        var portrait = SceneFolder.Read(TestData.Require("scenes/portraits")).First(scene => scene.Faces.Count == 1);

        var agreed = LandmarkConsensus.Apply(portrait, yunet).Faces.Single();

        var (before, after) = (portrait.Faces[0].Landmarks!.ToList(), agreed.Landmarks!.ToList());
        float eyes = before[1].X - before[0].X;
        Assert.NotEqual(before, after);
        Assert.All(before.Zip(after), pair => Assert.InRange(MathF.Abs(pair.First.X - pair.Second.X) + MathF.Abs(pair.First.Y - pair.Second.Y), 0, 0.4f * eyes));
    }

    [Fact]
    public void Apply_NothingFound_KeepsWhatWasKnown()
    {
        using var yunet = new GridFaceDetector(File.ReadAllBytes(TestData.Require("../models/yunet_s_dynamic.onnx")));
        var disc = MadeScenes.Create().Crowds[0];

        Assert.Equal(disc.Faces[0].Landmarks, LandmarkConsensus.Apply(disc, yunet).Faces[0].Landmarks);
    }
}
