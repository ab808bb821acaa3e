using CsCheck;
using Semblance.Detection;
using Semblance.Imaging;
using Semblance.Recognition;
using Semblance.Testing;

namespace Semblance.Tests.Recognition;

public class HeadPoseTests
{
    [Fact]
    public void Of_HeadSeenFromAnySide_IsThatSide() =>
        Gen.Select(Gen.Double[-60, 60], Gen.Double[-30, 30], Gen.Double[-180, 180], Gen.Double[0.2, 5]).Sample((yaw, pitch, roll, scale) =>
        {
            // A turn and a nod together are not told apart exactly by weak perspective's two quotients.
            if (Math.Abs(yaw) > 1 && Math.Abs(pitch) > 1)
                pitch = 0;
            var pose = HeadPose.Of(MadeHead.Project(yaw, pitch, roll, scale));

            Assert.Equal(yaw, pose.Yaw, tolerance: 2);
            Assert.Equal(pitch, pose.Pitch, tolerance: 2);
            Assert.True(Math.Abs(Math.IEEERemainder(roll - pose.Roll, 360)) < 2, $"roll {roll} was taken for {pose.Roll}");
        });

    [Fact]
    public void Of_TiltedHead_IsTurnedNoMore() =>
        Gen.Select(Gen.Double[-50, 50], Gen.Double[-40, 40]).Sample((yaw, roll) =>
            Math.Abs(HeadPose.Of(MadeHead.Project(yaw, 5, 0, 1)).Yaw - HeadPose.Of(MadeHead.Project(yaw, 5, roll, 1)).Yaw) < 0.1);

    [Fact]
    public void Of_AllPointsInOnePlace_IsRefusedByEveryPolicy()
    {
        var pose = HeadPose.Of(new Landmarks(new(5, 5), new(5, 5), new(5, 5), new(5, 5), new(5, 5)));

        Assert.NotEmpty(QualityOptions.Default.Verification.Refuse(new FaceQuality(100, 0.2, 0.4, 130, 35, Pose: pose)));
    }

    [Fact]
    public void Measure_FrontalAndProfileFaces_AreToldApartByYaw()
    {
        string faces = TestData.Require("faces/labelled");
        using var detector = new GridFaceDetector(File.ReadAllBytes(TestData.RequireModel("yunet_s_dynamic.onnx")), new GridOptions { Channels = "bgr" });
        var photos = Directory.GetDirectories(faces, "cfp_*").Order().Take(40).SelectMany(folder => Directory.GetFiles(folder)).ToLookup(file => Path.GetFileName(file)[0]);
        Assert.SkipWhen(photos['f'].Count() < 20 || photos['p'].Count() < 20, "too few frontal and profile faces");

        Assert.True(ShareWithin('f', 25) > 0.98, $"only {ShareWithin('f', 25):P0} of frontal faces are good enough to enrol");
        Assert.True(ShareWithin('p', 25) < 0.05, $"{ShareWithin('p', 25):P0} of profiles are good enough to enrol");

        double ShareWithin(char kind, double degrees)
        {
            var yaws = new List<double>();
            foreach (string file in photos[kind])
            {
                var photo = PhotoReader.Read(file).Pad(40);
                if (FaceSelection.MostCentral(detector.Detect(photo), photo.Width, photo.Height) is FaceSelection.Main main)
                    yaws.Add(Math.Abs(FaceQuality.Measure(photo, main.Face).Pose!.Value.Yaw));
            }
            return yaws.Average(yaw => yaw <= degrees ? 1.0 : 0);
        }
    }
}
