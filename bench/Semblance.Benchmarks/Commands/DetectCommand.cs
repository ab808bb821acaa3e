using System.CommandLine;
using OpenCvSharp;
using Semblance.Benchmarks.Loop;
using Semblance.Benchmarks.Output;
using Semblance.Detection;
using Semblance.OpenCv;
using Spectre.Console;

namespace Semblance.Benchmarks.Commands;

/// <summary><c>detect</c>: what finding faces costs, network by network, beside the Haar cascade with the lesson's parameters.</summary>
internal static class DetectCommand
{
    private static readonly Option<FileInfo[]> s_models = new("--model") { Description = "ONNX files of grid detectors (YuNet's outputs).", Required = true, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string> s_images = new("--images") { Description = "A folder of photos; they are scaled to cover 640 x 480 and cut at the middle.", Required = true };
    private static readonly Option<int> s_frames = CommonOptions.Number("--frames", "Photos to use.", 30, least: 1);
    private static readonly Option<int> s_rounds = CommonOptions.Number("--rounds", "Times they are gone through; the median round counts.", 5, least: 1);

    public static Command Create()
    {
        var command = new Command("detect", "CPU time of face detection on 640 x 480, one thread: networks beside the Haar cascade, taking turns.") { s_models, s_images, s_frames, s_rounds, CommonOptions.Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        Cv2.SetNumThreads(1);
        using var source = new PhotoSource(arguments.GetRequiredValue(s_images));
        var frames = LoopFrames.Read(source, arguments.GetValue(s_frames)).Select(png => PhotoReader.Decode(png, "a frame")).ToList();
        var detectors = new List<(string Name, IFaceDetector Detector)>();
        try
        {
            detectors.Add(("haar", new HaarFaceDetector()));
            foreach (var file in arguments.GetRequiredValue(s_models))
                detectors.Add((Path.GetFileNameWithoutExtension(file.Name), new GridFaceDetector(File.ReadAllBytes(file.FullName))));
            var rounds = Enumerable.Range(0, arguments.GetValue(s_rounds) + 1).Select(_ => detectors.Select(d => Round(d.Detector, frames)).ToList()).Skip(1).ToList();
            Print(arguments.GetValue(CommonOptions.Json), frames.Count, [.. detectors.Select((d, i) => new Figure(d.Name, Results.Median(rounds.Select(r => r[i].Milliseconds)), rounds[0][i].WithFace))]);
        }
        finally
        {
            detectors.ForEach(d => d.Detector.Dispose());
        }
        return ExitCode.Success;
    }

    private static (double Milliseconds, int WithFace) Round(IFaceDetector detector, List<Photo> frames)
    {
        var before = Environment.CpuUsage.TotalTime;
        int withFace = frames.Count(frame => detector.Detect(frame).Count > 0);
        return ((Environment.CpuUsage.TotalTime - before).TotalMilliseconds / frames.Count, withFace);
    }

    private static void Print(bool json, int frames, List<Figure> figures)
    {
        var table = Results.Table($"Face detection, {frames} frames of 640 x 480", "", "CPU ms a frame", "Haar's time / this", "frames with a face");
        foreach (var figure in figures)
            table.AddRow(figure.Detector, $"{figure.CpuMilliseconds:F2}", $"{figures[0].CpuMilliseconds / figure.CpuMilliseconds:F1}", $"{figure.FramesWithFace}");
        Results.Print(json, new { benchmark = "detect", frames, detectors = figures }, table, "Haar: the lesson's parameters (scale 1.1, 5 neighbours, at least 30 pixels).");
    }

    private sealed record Figure(string Detector, double CpuMilliseconds, int FramesWithFace);
}
