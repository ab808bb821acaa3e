using System.CommandLine;
using System.Diagnostics;
using Semblance.Detection;
using Semblance.Imaging;
using Semblance.OpenCv;
using Semblance.Packs;
using Semblance.Recognition;

namespace Semblance.Benchmarks;

/// <summary>
/// The live loop on 640 x 480 PNG frames, one thread, station by station: ours, and as the lesson does it (the true image is aligned and
/// embedded again for every frame).
/// </summary>
internal static class LoopBenchmark
{
    private const int Width = 640, Height = 480;

    private static readonly Option<string> s_pack = new("--pack") { Description = "The pack, as semblance-train siamese writes it.", Required = true };
    private static readonly Option<string> s_video = new("--video") { Description = "A clip with one face; it is scaled to 640 x 480 with black bars.", Required = true };
    private static readonly Option<int> s_frames = new("--frames") { Description = "Frames to measure.", DefaultValueFactory = _ => 100 };

    public static Command Create()
    {
        var command = new Command("loop", "Frames a second of the live loop, split into decoding, detection, alignment, embedding and decision.") { s_pack, s_video, s_frames, Results.Json };
        command.SetAction(arguments =>
        {
            OpenCvSharp.Cv2.SetNumThreads(1);
            var pack = ModelPack.Load(arguments.GetRequiredValue(s_pack));
            using var detector = new HaarFaceDetector();
            using var embedder = pack.CreateEmbedder(threads: 1);
            var frames = ReadFrames(arguments.GetRequiredValue(s_video), arguments.GetValue(s_frames));
            var ours = Run(frames, pack, detector, embedder, embedTrueImageAgain: false);
            var lesson = Run(frames, pack, detector, embedder, embedTrueImageAgain: true);
            Show(arguments.GetValue(Results.Json), pack.Id, frames.Count, ours, lesson);
        });
        return command;
    }

    private static List<byte[]> ReadFrames(string video, int count)
    {
        using var source = FrameSources.Open(video);
        var frames = new List<byte[]>();
        while (frames.Count < count && source.Read() is { } frame)
        {
            double scale = Math.Min((double)Width / frame.Photo.Width, (double)Height / frame.Photo.Height);
            var scaled = frame.Photo.Resize((int)Math.Round(frame.Photo.Width * scale), (int)Math.Round(frame.Photo.Height * scale));
            frames.Add(OnBlack(scaled).EncodePng());
        }
        return frames.Count > 1 ? frames : throw new BenchmarkException($"{video} holds no frames.");
    }

    private static Photo OnBlack(Photo photo)
    {
        var rgb = new byte[3 * Width * Height];
        int left = (Width - photo.Width) / 2, top = (Height - photo.Height) / 2;
        for (int y = 0; y < photo.Height; y++)
            photo.Rgb.Slice(3 * y * photo.Width, 3 * photo.Width).CopyTo(rgb.AsSpan(3 * ((top + y) * Width + left)));
        return Photo.FromRgb(Width, Height, rgb);
    }

    private static Stations Run(List<byte[]> frames, ModelPack pack, HaarFaceDetector detector, IFaceEmbedder embedder, bool embedTrueImageAgain)
    {
        var aligner = pack.CreateAligner();
        var trueImage = PhotoReader.Decode(frames[0], "frame");
        var trueFace = detector.Detect(trueImage) is [var first, ..] ? first : throw new BenchmarkException("The first frame shows no face.");
        var template = embedder.Embed(aligner.Align(trueImage, trueFace));
        var mean = new MeanOfFrames(pack.Comparator, pack.ThresholdFor());
        var stations = new Stations();
        // The first round warms up and is not counted.
        foreach (var (index, frame) in frames.Take(5).Concat(frames).Index())
        {
            if (index == 5)
                stations = new Stations();
            var photo = stations.Time(0, () => PhotoReader.Decode(frame, "frame"));
            var faces = stations.Time(1, () => detector.Detect(photo));
            stations.Frames++;
            if (FaceSelection.Largest(faces) is not FaceSelection.Main main)
            {
                mean.Reset();
                continue;
            }
            stations.Faces++;
            var aligned = stations.Time(2, () => aligner.Align(photo, main.Face));
            var embedding = stations.Time(3, () =>
            {
                if (embedTrueImageAgain)
                    template = embedder.Embed(aligner.Align(trueImage, trueFace));
                return embedder.Embed(aligned);
            });
            stations.Time(4, () =>
            {
                mean.Add(pack.Comparator.Compare(embedding, template));
                return mean.Decision;
            });
        }
        return stations;
    }

    private static void Show(bool json, string pack, int frames, Stations ours, Stations lesson)
    {
        double ratio = lesson.CpuPerFrame() / ours.CpuPerFrame();
        var document = new { pack, frames, facesFound = ours.Faces, ours = ours.ToJson(), asTheLesson = lesson.ToJson(), cpuRatio = ratio };
        var rows = Stations.Names.Select((name, i) => new[] { name, $"{ours.Cpu(i):0.0}", $"{lesson.Cpu(i):0.0}" })
            .Append(["all", $"{ours.CpuPerFrame():0.0}", $"{lesson.CpuPerFrame():0.0}"])
            .Append(["frames a second", $"{ours.FramesPerSecond():0.0}", $"{lesson.FramesPerSecond():0.0}"]);
        Results.Show(json, $"{frames} frames of 640 x 480, {ours.Faces} with one face, one thread, {pack}", document, ["CPU ms a frame", "Semblance", "as the lesson does it"], rows);
    }

    /// <summary>Time spent at each station of the loop.</summary>
    private sealed class Stations
    {
        public static readonly string[] Names = ["decode", "detection", "alignment", "embedding", "decision"];

        private readonly double[] _cpu = new double[Names.Length];
        private readonly double[] _wall = new double[Names.Length];

        public int Frames { get; set; }

        public int Faces { get; set; }

        public T Time<T>(int station, Func<T> work)
        {
            var cpu = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            T result = work();
            _wall[station] += Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            _cpu[station] += (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds;
            return result;
        }

        public double Cpu(int station) => _cpu[station] / Frames;

        public double CpuPerFrame() => _cpu.Sum() / Frames;

        public double FramesPerSecond() => Frames / (_wall.Sum() / 1000);

        public object ToJson() => new { framesPerSecond = FramesPerSecond(), cpuMillisecondsPerFrame = CpuPerFrame(), stations = Names.Select((name, i) => new { name, cpuMilliseconds = Cpu(i), wallMilliseconds = _wall[i] / Frames }) };
    }
}
