using System.Diagnostics;
using System.Text.Json;
using Semblance.Training.Detectors;

namespace Semblance.Training.Tests.Commands;

/// <summary>The detector's commands as a user runs them.</summary>
public class DetectorCommandTests
{
    [Theory]
    [InlineData("--minutes", "1", "--steps", "1")]
    [InlineData]
    public void Detector_NotOneLength_IsBadInput(params string[] length)
    {
        var (code, _, error) = Run(["detector", "--data", "nowhere", "--teacher", "none.onnx", "--out", "nowhere", .. length]);

        Assert.Equal(2, code);
        Assert.Contains("either --minutes or --steps", error);
    }

    [Fact]
    public void Detector_NoTeacher_IsBadInputAndLeavesNothingBehind()
    {
        using var folder = new TemporaryFolder();

        var (code, _, error) = Run(["detector", "--data", folder.Path, "--teacher", folder.File("none.onnx"), "--out", folder.File("out"), "--steps", "1"]);

        Assert.Equal(2, code);
        Assert.Contains("none.onnx", error);
        Assert.False(Directory.Exists(folder.File("out")));
    }

    [Fact]
    public void EvaluateDetector_YuNetOnAFewPhotos_MeasuresEverything()
    {
        string model = TestData.Require("../models/yunet_s_dynamic.onnx");
        using var folder = new TemporaryFolder();
        CopyFirst("scenes/wider-val", 3);
        CopyFirst("scenes/portraits", 6);
        CopyFirst("lfw-dev/images", 2);
        CopyFirst("att_faces/s1", 2);

        var (code, output, error) = Run(["evaluate-detector", "--data", folder.Path, "--model", model, "--json"]);

        Assert.True(code == 0, error);
        var report = JsonDocument.Parse(output).RootElement.GetProperty("detectors")[0];
        Assert.InRange(report.GetProperty("crowds").GetProperty("24").GetProperty("value").GetDouble(), 0.7, 1);
        Assert.Equal(0, report.GetProperty("lfwMissed").GetArrayLength());
        Assert.Equal(2, report.GetProperty("att").GetInt32());
        Assert.InRange(report.GetProperty("landmarkError").GetDouble(), 0, 0.05);
        Assert.InRange(report.GetProperty("millisecondsPerFrame").GetDouble(), 0.1, 1000);

        void CopyFirst(string name, int count)
        {
            Directory.CreateDirectory(folder.File(name));
            foreach (string file in Directory.EnumerateFiles(TestData.Require(name), "*", SearchOption.AllDirectories).Where(f => PhotoReader.Extensions.Contains(Path.GetExtension(f))).Order(StringComparer.Ordinal).Take(count))
                File.Copy(file, Path.Combine(folder.File(name), Path.GetFileName(file)));
            string list = Path.Combine(TestData.Root, name + ".csv");
            if (File.Exists(list))
                File.Copy(list, folder.File(name + ".csv"));
        }
    }

    [Fact]
    public void Curves_OfATraining_AreDrawn()
    {
        using var folder = new TemporaryFolder();

        DetectorCurves.Save(folder.File("curves.png"), [new(10, 60, 2, 1, 0.2, 0.3, 0.2, 4), new(20, 120, 1, 0.5, 0.1, 0.5, null, 4)]);

        Assert.Equal((1800, 500), (PhotoReader.Read(folder.File("curves.png")).Width, PhotoReader.Read(folder.File("curves.png")).Height));
    }

    private static (int Code, string Output, string Error) Run(string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "semblance-train.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
