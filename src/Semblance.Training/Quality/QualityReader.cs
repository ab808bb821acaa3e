using System.Runtime.InteropServices;
using System.Text.Json;
using Semblance.Detection;
using Semblance.Recognition;
using Semblance.Training.Data;

namespace Semblance.Training.Quality;

/// <summary>What a pack reads of a photo.</summary>
/// <param name="Quality">Of the most central face; null where none was found.</param>
/// <param name="Embedding">Of that face; null where none was found.</param>
internal sealed record QualityReading(FaceQuality? Quality, Embedding? Embedding);

/// <summary>
/// Reads photos with a pack, each once: what was read before, in an earlier run too, comes from the cache. Its file is the pack's own; after a change of the photos or of what is measured, delete it.
/// Not thread-safe.
/// </summary>
internal sealed class QualityReader : IDisposable
{
    private readonly FaceEngine _engine;
    private readonly IFaceAligner _aligner;
    private readonly Dictionary<string, QualityReading> _known = [];
    private readonly StreamWriter? _file;

    /// <summary>Begins, with what the cache holds.</summary>
    /// <param name="engine">The pack that reads. Not taken over.</param>
    /// <param name="folder">Of the cache; null: nothing is kept.</param>
    /// <exception cref="DataException">The cache is damaged.</exception>
    public QualityReader(FaceEngine engine, string? folder)
    {
        (_engine, _aligner) = (engine, engine.Pack.CreateAligner());
        if (folder is null)
            return;
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"quality-{engine.Pack.Id}.jsonl");
        if (File.Exists(path))
            Load(path);
        _file = new StreamWriter(path, append: true) { AutoFlush = true };
    }

    /// <summary>The pack that reads.</summary>
    public ModelPack Pack => _engine.Pack;

    /// <summary>Reads a photo.</summary>
    /// <param name="name">Of the photo and of what was done to it: no other photo has it.</param>
    /// <param name="photo">Makes it; not called where it is known.</param>
    public QualityReading Read(string name, Func<Photo> photo)
    {
        if (_known.TryGetValue(name, out var known))
            return known;
        var reading = Look(photo());
        _known.Add(name, reading);
        _file?.WriteLine(JsonSerializer.Serialize(Line.Of(name, reading)));
        return reading;
    }

    /// <summary>The face of a photo that shows one person; null where none is found.</summary>
    public Face? Find(Photo photo) =>
        FaceSelection.MostCentral(_engine.Detector.Detect(photo), photo.Width, photo.Height, Pack.Detection.Heads) is FaceSelection.Main { Face: { Landmarks: not null } face } ? face : null;

    public void Dispose() => _file?.Dispose();

    private QualityReading Look(Photo photo)
    {
        if (Find(photo) is not { } face)
            return new QualityReading(null, null);
        var aligned = _aligner.Align(photo, face);
        return new QualityReading(_aligner.Measure(photo, face, aligned), _engine.Embedder.Embed(aligned));
    }

    private void Load(string path)
    {
        string text = File.ReadAllText(path);
        // A run that was stopped may have left half a line.
        int whole = text.LastIndexOf('\n') + 1;
        foreach (string line in text[..whole].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                var read = JsonSerializer.Deserialize<Line>(line)!;
                _known[read.Name] = read.ToReading(Pack.Id);
            }
            catch (Exception e) when (e is JsonException or FormatException or ArgumentException)
            {
                throw new DataException($"{path} is damaged: delete it, and the photos are read again. {e.Message}");
            }
        }
        if (whole < text.Length)
            File.WriteAllText(path, text[..whole]);
    }

    private sealed record Line(string Name, float Side, double Margin, double Sharpness, double Brightness, double Contrast, double? Yaw, double? Pitch, double? Roll, string? Embedding)
    {
        public static Line Of(string name, QualityReading reading) => reading is { Quality: { Pose: { } pose } quality, Embedding: { } embedding }
            ? new Line(name, quality.Side, quality.Margin, quality.Sharpness, quality.Brightness, quality.Contrast, Number(pose.Yaw), Number(pose.Pitch), Number(pose.Roll), Convert.ToBase64String(MemoryMarshal.AsBytes(embedding.Values)))
            : new Line(name, 0, 0, 0, 0, 0, null, null, null, null);

        public QualityReading ToReading(string pack) => Embedding is null
            ? new QualityReading(null, null)
            : new QualityReading(
                new FaceQuality(Side, Margin, Sharpness, Brightness, Contrast, Pose: new HeadPose(Yaw ?? double.NaN, Pitch ?? double.NaN, Roll ?? double.NaN)),
                new Embedding(pack, MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(Embedding))));

        // JSON knows no NaN: the pose of landmarks that no face can show.
        private static double? Number(double value) => double.IsFinite(value) ? value : null;
    }
}
