using Semblance.Training.Detectors;

namespace Semblance.Training.Tests.Detectors;

public class DetectionTargetsTests
{
    [Theory]
    [InlineData(30, 8)]
    [InlineData(140, 32)]
    public void Of_FaceTheTeacherMissed_StandsInCellsAboutItsCentre(float side, int stride)
    {
        using var folder = new TemporaryFolder();
        using var teacher = MadeScenes.BlindTeacher(folder);
        var face = new KnownFace(new Box(100 - side / 2, 90 - side / 2, side, side), new Landmarks(new(80, 70), new(120, 71), new(100, 90), new(85, 110), new(115, 111)));
        var canvas = new Canvas(192);
        canvas.Faces.Add(face);

        var targets = DetectionTargets.Of(teacher, canvas);

        int first = stride == 8 ? 0 : 24 * 24 + 12 * 12;
        var cells = Enumerable.Range(0, targets.Scores.Length).Where(cell => targets.Scores[cell] > 0.5f).ToList();
        Assert.NotEmpty(cells);
        Assert.All(cells, cell =>
        {
            Assert.InRange(cell, first, first + 192 / stride * (192 / stride) - 1);
            Assert.True(targets.BoxAt(cell).Overlap(face.Box) > 0.99f);
            int columns = 192 / stride, column = (cell - first) % columns, row = (cell - first) / columns;
            Assert.Equal(80, (column + targets.Points[10 * cell]) * stride, 0.01f);
            Assert.Equal(71, (row + targets.Points[10 * cell + 3]) * stride, 0.01f);
            Assert.DoesNotContain(cell, targets.WithoutLandmarks);
        });
    }

    [Fact]
    public void Of_FaceWithoutLandmarks_AsksForNone()
    {
        using var folder = new TemporaryFolder();
        using var teacher = MadeScenes.BlindTeacher(folder);
        var canvas = new Canvas(96);
        canvas.Faces.Add(new KnownFace(new Box(30, 30, 30, 30), null));

        var targets = DetectionTargets.Of(teacher, canvas);

        Assert.All(Enumerable.Range(0, targets.Scores.Length).Where(cell => targets.Scores[cell] > 0.5f), cell => Assert.Contains(cell, targets.WithoutLandmarks));
    }

    // What a network must be taught about a turned face: YuNet finds it, but says that its eyes are nearly level.
    [Fact]
    public void Of_TurnedPortrait_LandmarksTurnWithTheFace()
    {
        string model = TestData.Require("../models/yunet_s_dynamic.onnx");
        var portrait = SceneFolder.Read(TestData.Require("scenes/portraits")).First(scene => scene.Faces.Count == 1);
        using var teacher = new GridTeacher(model);
        var canvas = new Canvas(256);
        var face = portrait.Faces[0];
        var placement = new Placement(face.Box.Centre, new Point(128, 128), 120 / face.Box.Width, (float)(25 * Math.PI / 180), false);
        canvas.Draw(portrait, placement, 0, 0, 256, 256, Surround.Edge);

        var targets = DetectionTargets.Of(teacher, canvas);

        var (right, left) = (placement.Map(face.Landmarks!.RightEye), placement.Map(face.Landmarks!.LeftEye));
        var cells = Enumerable.Range(0, targets.Scores.Length).Where(cell => targets.Scores[cell] > 0.6f).ToList();
        Assert.NotEmpty(cells);
        Assert.All(cells, cell =>
        {
            int stride = cell < 1024 ? 8 : cell < 1280 ? 16 : 32;
            double slope = (targets.Points[10 * cell + 3] - targets.Points[10 * cell + 1]) / (targets.Points[10 * cell + 2] - targets.Points[10 * cell]);
            Assert.Equal((left.Y - right.Y) / (left.X - right.X), slope, 1e-3);
            Assert.InRange(slope, 0.2, 0.8);
        });
    }
}
