using System.CommandLine;
using OpenCvSharp;
using Semblance.Benchmarks.Loop;
using Semblance.Benchmarks.Output;
using Semblance.Liveness;
using Semblance.OpenCv;
using Semblance.Recognition;
using Spectre.Console;

namespace Semblance.Benchmarks.Commands;

/// <summary><c>liveness</c>: what each passive check costs, beside what finding and reading the face costs anyway.</summary>
internal static class LivenessCommand
{
    private const string Reading = "detection, quality, embedding", Signs = "signs of injected video", All = "all passive checks together";

    private static readonly Option<string> s_video = new("--video") { Description = "A clip of one person; frames are scaled to cover 640 x 480 and cut at the middle.", Required = true };
    private static readonly Option<int> s_frames = CommonOptions.Number("--frames", "Frames to use.", 100, least: 10);
    private static readonly Option<int> s_rounds = CommonOptions.Number("--rounds", "Times they are gone through; the median round counts.", 5, least: 1);

    public static Command Create()
    {
        var command = new Command("liveness", "CPU time of the passive liveness checks on 640 x 480, one thread, beside detection and embedding.") { CommonOptions.Pack, s_video, s_frames, s_rounds, CommonOptions.Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        Cv2.SetNumThreads(1);
        var pack = ModelPack.Load(arguments.GetRequiredValue(CommonOptions.Pack));
        using var engine = pack.Start(pack.CreateDetector());
        using var network = pack.CreateSpoofNetwork();
        using var source = FrameSources.Open(arguments.GetRequiredValue(s_video));
        var photos = LoopFrames.Read(source, arguments.GetValue(s_frames)).Select(png => PhotoReader.Decode(png, "a frame")).ToList();
        var pipeline = engine.CreatePipeline(engine.Pack.Quality.Verification);

        // The first round warms up.
        var rounds = Enumerable.Range(0, arguments.GetValue(s_rounds) + 1).Select(_ => Round(photos, pipeline, network, pack.Liveness)).Skip(1).ToList();
        var figures = rounds[0].Keys.Select(name => new Figure(name, Results.Median(rounds.Select(round => round[name])))).ToList();
        Print(arguments.GetValue(CommonOptions.Json), photos.Count, figures);
        return ExitCode.Success;
    }

    private static Dictionary<string, double> Round(List<Photo> photos, FacePipeline pipeline, SpoofNetwork network, LivenessOptions limits)
    {
        var clock = new StageClock();
        var frames = photos.Select((photo, i) => FrameOf(photo, TimeSpan.FromMilliseconds(40 * i), clock.Stage(Reading, () => pipeline.ReadMain(photo)))).ToList();
        ILivenessCheck[] checks = [new TextureCheck(network, limits.Texture), new LifeCheck(limits.Life), new MotionCheck(new LucasKanadeTracker(), limits.Motion)];
        var signs = new InjectionSigns();
        foreach (var frame in frames)
        {
            foreach (var check in checks)
                clock.Stage(check.Name, () => Add(check, frame));
            clock.Stage(Signs, () => Add(signs, frame));
        }
        foreach (var check in checks)
            check.Dispose();
        string[] stages = [Reading, .. checks.Select(check => check.Name), Signs];
        var costs = stages.ToDictionary(stage => stage, stage => clock.Of(stage).Cpu / photos.Count);
        costs[All] = costs.Where(cost => cost.Key != Reading).Sum(cost => cost.Value);
        return costs;
    }

    private static LivenessFrame FrameOf(Photo photo, TimeSpan time, FaceReading reading) =>
        reading is FaceReading.Usable usable ? new(photo, time, usable.Face, usable.Embedding) : new(photo, time, null);

    // What they say is asked for after every frame, as those who use them do.
    private static CheckResult Add(ILivenessCheck check, LivenessFrame frame)
    {
        check.Add(frame);
        return check.Result;
    }

    private static IReadOnlyList<string> Add(InjectionSigns signs, LivenessFrame frame)
    {
        signs.Add(frame);
        return signs.Found;
    }

    private static void Print(bool json, int frames, List<Figure> figures)
    {
        var table = Results.Table($"Passive liveness, {frames} frames of 640 x 480", "", "CPU ms a frame", "of reading the face");
        foreach (var figure in figures)
            table.AddRow(figure.Part, $"{figure.CpuMilliseconds:F2}", $"{figure.CpuMilliseconds / figures[0].CpuMilliseconds:P0}");
        Results.Print(json, new { benchmark = "liveness", frames, parts = figures }, table, "One thread for OpenCV and ONNX Runtime.");
    }

    private sealed record Figure(string Part, double CpuMilliseconds);
}
