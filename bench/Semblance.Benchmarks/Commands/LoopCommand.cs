using System.CommandLine;
using OpenCvSharp;
using Semblance.Benchmarks.Loop;
using Semblance.Benchmarks.Output;
using Semblance.OpenCv;
using Semblance.Recognition;
using Spectre.Console;

namespace Semblance.Benchmarks.Commands;

/// <summary><c>loop</c>: the live loop on one thread, stage by stage, beside the lesson's way; the two take turns, frame by frame.</summary>
internal static class LoopCommand
{
    private const int WarmUp = 20;
    private const string Reference = "The lesson's own program, on a machine of this kind: 4.1-5.0 frames/s, 208-249 ms CPU a frame.";

    private static readonly Option<string?> s_video = new("--video") { Description = "A video of one person; frames are brought to 640 x 480." };
    private static readonly Option<string?> s_images = new("--images") { Description = "Instead of a video: a folder of 640 x 480 PNG frames." };
    private static readonly Option<int> s_frames = CommonOptions.Number("--frames", "Frames to measure, at most.", 200, least: 1);

    public static Command Create()
    {
        var command = new Command("loop", "Frames a second and CPU time a frame of the live loop, by stage, beside the lesson's loop.")
        {
            CommonOptions.Pack, s_video, s_images, s_frames, CommonOptions.Json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(s_video) is null == result.GetValue(s_images) is null)
                result.AddError("Give --video or --images, one of them.");
        });
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        var pack = ModelPack.Load(arguments.GetRequiredValue(CommonOptions.Pack));
        using var detector = new HaarFaceDetector();
        using var embedder = pack.CreateEmbedder();
        Cv2.SetNumThreads(1);
        var frames = Frames(arguments);
        var enrolled = Enrol(pack, detector, embedder, frames);
        var ours = new SemblanceLoop(pack, detector, embedder, enrolled);
        var lesson = new LessonLoop(pack, detector, embedder, enrolled);

        foreach (byte[] frame in frames.Take(WarmUp))
        {
            ours.Add(frame);
            lesson.Add(frame);
        }
        ours.Clock.Reset();
        lesson.Reset();
        foreach (byte[] frame in frames)
        {
            ours.Add(frame);
            lesson.Add(frame);
        }
        Print(arguments.GetValue(CommonOptions.Json), pack, frames.Count, ours, lesson);
        return ExitCode.Success;
    }

    private static IReadOnlyList<byte[]> Frames(ParseResult arguments)
    {
        using IFrameSource source = arguments.GetValue(s_video) is { } video ? new VideoFileSource(video) : new PhotoSource(arguments.GetRequiredValue(s_images)!);
        return LoopFrames.Read(source, arguments.GetValue(s_frames));
    }

    private static FaceReading.Usable Enrol(ModelPack pack, HaarFaceDetector detector, IFaceEmbedder embedder, IReadOnlyList<byte[]> frames)
    {
        var pipeline = new FacePipeline(detector, pack.CreateAligner(), embedder, pack.Quality.Verification);
        return frames.Select(png => pipeline.ReadMain(PhotoReader.Decode(png, "frame"))).OfType<FaceReading.Usable>().FirstOrDefault()
            ?? throw new BenchmarkException(ExitCode.BadInput, "No frame shows one usable face, so there is nobody to verify.");
    }

    private static void Print(bool json, ModelPack pack, int frames, SemblanceLoop ours, LessonLoop lesson)
    {
        var (a, b) = (ours.Clock, lesson.Clock);
        var table = Results.Table($"Live loop, {frames} frames of 640 x 480, one thread, {pack.Id}: ms CPU a frame", "", "Semblance", "the lesson's way", "ratio");
        foreach (string stage in (string[])[Stages.Decode, Stages.Detection, Stages.Alignment, Stages.Embedding])
            Row(stage, a.Of(stage).Cpu / frames, b.Of(stage).Cpu / frames);
        Row(Stages.Decision, a.Rest.Cpu / frames, b.Rest.Cpu / frames);
        Row("all, CPU", a.Total.Cpu / frames, b.Total.Cpu / frames);
        Row("all, passed", a.Total.Wall / frames, b.Total.Wall / frames);
        table.AddRow("frames a second", $"{1000 * frames / a.Total.Wall:F1}", $"{1000 * frames / b.Total.Wall:F1}", $"{b.Total.Wall / a.Total.Wall:F2}");
        Results.Print(
            json,
            new
            {
                benchmark = "loop", pack = pack.Id, frames, framesWithFace = lesson.FramesWithFace, semblance = Figures(a, frames), lesson = Figures(b, frames),
                ratio = new { cpu = b.Total.Cpu / a.Total.Cpu, wall = b.Total.Wall / a.Total.Wall },
                reference = new { framesPerSecond = (double[])[4.1, 5.0], cpuMillisecondsPerFrame = (double[])[208, 249] },
            },
            table, $"A face was found in {lesson.FramesWithFace} of {frames} frames. {Reference}");

        void Row(string name, double mine, double theirs) => table.AddRow(name, $"{mine:F2}", $"{theirs:F2}", $"{theirs / mine:F2}");
    }

    private static object Figures(StageClock clock, int frames) => new
    {
        framesPerSecond = 1000 * frames / clock.Total.Wall,
        cpuMillisecondsPerFrame = clock.Total.Cpu / frames,
        stages = new
        {
            decode = clock.Of(Stages.Decode) / frames,
            detection = clock.Of(Stages.Detection) / frames,
            alignment = clock.Of(Stages.Alignment) / frames,
            embedding = clock.Of(Stages.Embedding) / frames,
            decision = clock.Rest / frames,
        },
    };
}
