using System.Text.Json;
using Semblance.Evaluation;
using Semblance.Reports;
using Semblance.Testing;

namespace Semblance.Tests.Reports;

public sealed class LivenessReportTests : IDisposable
{
    private static readonly Presentation[] s_presentations =
    [
        new("texture", "anna", "room", null, 0.9, LivenessVerdict.Live, File: "anna"),
        new("texture", "ben", "room", null, 0.2, LivenessVerdict.Spoof, File: "ben"),
        new("texture", "anna", "room", "print", 0.8, LivenessVerdict.Live, File: "print"),
        new("texture", "ben", "room", "print", 0.1, LivenessVerdict.Spoof, File: "other"),
        new("motion", "anna", "made", "planar still", null, LivenessVerdict.Unsure, IsSimulated: true),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_TwoChecks_TellsKindsApartAndSaysWhatIsSimulated()
    {
        Write(faces: false);

        string text = File.ReadAllText(_folder.File("report.md"));
        Assert.Contains("| print | room | 50.0 % (0.0 % to 100.0 %) | 50.0 % (0.0 % to 100.0 %) | 0.0 % | 2 | 2 |", text);
        Assert.Contains("| planar still (simulated) | made | 0.0 % | 100.0 % | 100.0 % | 1 | 1 |", text);
        var checks = JsonDocument.Parse(File.ReadAllText(_folder.File("report.json"))).RootElement.GetProperty("checks");
        Assert.Equal(2, checks.GetArrayLength());
        Assert.Equal(0.5, checks[0].GetProperty("attacks")[0].GetProperty("takenForLive").GetProperty("rate").GetDouble());
        Assert.True(File.Exists(_folder.File("roc.png")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_Faces_AreShownOnlyWhereAskedFor(bool faces)
    {
        Write(faces);

        // Chequered at every second pixel: clear it keeps strong contrast beside itself, blurred it turns grey.
        var sheet = PhotoReader.Read(_folder.File("worst-cases.png"));
        int contrast = 0;
        for (int x = 30; x < 170; x++)
            contrast = Math.Max(contrast, Math.Abs(Level(sheet, x, 150) - Level(sheet, x + 3, 150)));
        Assert.Equal(faces, contrast > 100);
    }

    [Fact]
    public void Choose_Attacks_TheMostLiveFirst()
    {
        var worst = WorstPresentations.Choose(s_presentations, attacks: true, 5);

        Assert.Equal(["print", "other"], worst.Select(one => one.File!));
        Assert.Equal(["ben"], WorstPresentations.Choose(s_presentations, attacks: false, 1).Select(one => one.File!));
    }

    private static int Level(Photo photo, int x, int y) => photo.Rgb[3 * (y * photo.Width + x)];

    private void Write(bool faces) => LivenessReport.Write(
        _folder.Path, s_presentations, [.. s_presentations.GroupBy(one => one.Check).Select(check => PresentationMetrics.Of([.. check], resamples: 100))], _ => Chequered(), faces);

    private static Photo Chequered()
    {
        const int Side = 150;
        var rgb = new byte[3 * Side * Side];
        for (int i = 0; i < Side * Side; i++)
            rgb.AsSpan(3 * i, 3).Fill((byte)((i % Side / 3 + i / Side / 3) % 2 * 255));
        return Photo.FromRgb(Side, Side, rgb);
    }
}
