using Semblance.Detection;
using Semblance.Testing;

namespace Semblance.Tests.Detection;

public class UnsureFacesTests
{
    [Fact]
    public void Detect_SureFace_KeepsUnsureOnesOut_AndWithoutOneTheyCount()
    {
        var photo = PhotoReader.Read(TestData.Require("lfw-dev/images/AJ_Lamas/AJ_Lamas_0001.jpg"));
        byte[] model = File.ReadAllBytes(Path.Combine(ModelPack.BuiltinFolder, "detector.onnx"));
        using var all = new GridFaceDetector(model, new GridOptions { MinScore = 0.02f });
        using var sureOnly = new GridFaceDetector(model, new GridOptions { MinScore = 0.6f, UnsureScore = 0.02f });
        using var neverSure = new GridFaceDetector(model, new GridOptions { MinScore = 1, UnsureScore = 0.6f });

        Assert.Contains(all.Detect(photo), face => face.Score < 0.6f);
        Assert.All(sureOnly.Detect(photo), face => Assert.InRange(face.Score, 0.6f, 1));
        Assert.Equal(sureOnly.Detect(photo), neverSure.Detect(photo));
    }
}
