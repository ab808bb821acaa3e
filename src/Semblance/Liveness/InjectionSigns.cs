using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Semblance.Liveness;

/// <summary>
/// What betrays video that was fed in past the camera: a sensor's noise changes from frame to frame, its clock trembles, its size stays, and it never shows one picture twice.
/// Evidence, not proof, and it decides nothing: clips and looped cameras show these signs honestly, and whoever injects video with care shows none of them. Costs well under a
/// millisecond a frame. Used by one thread.
/// </summary>
/// <param name="options">From where on something is noticed; null: the defaults.</param>
internal sealed class InjectionSigns(InjectionOptions? options = null)
{
    private const int MostDifferences = 240;

    /// <summary>A loop is noticed that repeats within this many pictures, ten minutes at 30 a second: some two megabytes, however long the camera runs.</summary>
    public const int MostPictures = 18_000;

    private const int Columns = 48, Rows = 36;

    private readonly InjectionOptions _options = options ?? new InjectionOptions();
    private readonly Dictionary<long, TimeSpan> _seen = [];
    private readonly Queue<long> _order = new();
    private readonly List<double> _changes = [];
    private readonly HashSet<(int, int)> _sizes = [];
    private byte[]? _samples;
    private TimeSpan _last;
    private int _frames, _frozen, _repeats;
    private double _meanInterval, _squares;

    /// <summary>What was noticed, in sentences; empty while nothing was.</summary>
    public IReadOnlyList<string> Found => [.. Notice()];

    /// <summary>How many pictures it would know again.</summary>
    public int Remembered => _seen.Count;

    /// <summary>Takes the next frame.</summary>
    public void Add(LivenessFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        _sizes.Add((frame.Photo.Width, frame.Photo.Height));
        if (_frames++ > 0)
            TakeInterval((frame.Time - _last).TotalMilliseconds);
        _last = frame.Time;
        long print = Print(frame.Photo);
        if (_seen.TryGetValue(print, out var before) && frame.Time - before >= _options.NotARepeat)
            _repeats++;
        if (_seen.TryAdd(print, frame.Time))
            Remember(print);
        var samples = Sample(frame.Photo);
        if (_samples is { } earlier)
            Compare(earlier, samples);
        _samples = samples;
    }

    private IEnumerable<string> Notice()
    {
        if (_sizes.Count > 1)
            yield return "The picture changed its size.";
        if (_repeats > 0)
            yield return "Pictures came again exactly as they were, as in a loop.";
        if (_frames < _options.FewestFrames)
            yield break;
        if (Math.Sqrt(_squares / (_frames - 1)) < _options.EvenMilliseconds)
            yield return "The frames come in perfectly even steps, as from a file.";
        if (_frozen > _options.Frozen * (_frames - 1))
            yield return "The picture has no noise that changes, as a sensor's does.";
        if (Pulse(_changes) > _options.Pulsing)
            yield return "The picture changes in a steady pulse, as encoded video does.";
    }

    // Welford's sums of a mean and of the squares about it.
    private void TakeInterval(double interval)
    {
        double difference = interval - _meanInterval;
        _meanInterval += difference / (_frames - 1);
        _squares += difference * (interval - _meanInterval);
    }

    private void Remember(long print)
    {
        _order.Enqueue(print);
        if (_order.Count > MostPictures)
            _seen.Remove(_order.Dequeue());
    }

    private void Compare(byte[] earlier, byte[] samples)
    {
        int same = 0, change = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            int difference = Math.Abs(samples[i] - earlier[i]);
            same += difference == 0 ? 1 : 0;
            change += difference;
        }
        _frozen += same > _options.Frozen * samples.Length ? 1 : 0;
        _changes.Add((double)change / samples.Length);
        if (_changes.Count > MostDifferences)
            _changes.RemoveAt(0);
    }

    // Every eighth row: noise is everywhere.
    private static long Print(Photo photo)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int y = 0; y < photo.Height; y += 8)
            hash.AppendData(photo.Rgb.Slice(3 * y * photo.Width, 3 * photo.Width));
        return BinaryPrimitives.ReadInt64LittleEndian(hash.GetHashAndReset());
    }

    private static byte[] Sample(Photo photo)
    {
        var samples = new byte[Columns * Rows];
        for (int i = 0; i < samples.Length; i++)
        {
            int x = (2 * (i % Columns) + 1) * photo.Width / (2 * Columns), y = (2 * (i / Columns) + 1) * photo.Height / (2 * Rows);
            samples[i] = photo.Rgb[3 * (y * photo.Width + x) + 1];
        }
        return samples;
    }

    // Encoders spend their bits in groups of pictures: every tenth or thirtieth frame is drawn anew. Movement has no such period.
    private static double Pulse(List<double> changes)
    {
        var sharp = new double[Math.Max(0, changes.Count - 4)];
        for (int i = 0; i < sharp.Length; i++)
            sharp[i] = changes[i + 2] - (changes[i] + changes[i + 1] + changes[i + 3] + changes[i + 4]) / 4;
        double energy = sharp.Sum(value => value * value);
        if (energy == 0)
            return 0;
        double most = 0;
        for (int period = 8; 4 * period <= sharp.Length; period++)
        {
            double product = 0;
            for (int i = period; i < sharp.Length; i++)
                product += sharp[i] * sharp[i - period];
            most = Math.Max(most, product / energy * sharp.Length / (sharp.Length - period));
        }
        return most;
    }
}
