using Semblance.Imaging;

namespace Semblance.Liveness;

/// <summary>
/// Whether the face looks like skin before a camera, or like paper or a screen. Every frame is judged by itself; the score is the mean log-odds of the middle half of the
/// last frames, as a probability, so that a quarter of them may be blurred, half covered or lucky. A single photo has a score and a verdict too, but the check does not
/// settle on it. Used by one thread.
/// </summary>
/// <param name="network">Judges a frame. Not taken over: one network may serve many checks.</param>
/// <param name="options">How many frames make a verdict; null: the defaults.</param>
internal sealed class TextureCheck(SpoofNetwork network, TextureOptions? options = null) : ILivenessCheck
{
    private const string NoFace = "No usable face was seen yet.", Grey = "The picture has no colour, as that of an infrared camera: skin cannot be told from paper or a screen.";

    private readonly TextureOptions _options = options ?? new TextureOptions();
    private readonly Queue<double> _logOdds = new();
    private string _missed = NoFace;

    /// <inheritdoc/>
    public string Name => CheckNames.Texture;

    /// <inheritdoc/>
    public CheckResult Result
    {
        get
        {
            if (_logOdds.Count == 0)
                return CheckResult.Nothing(Name, _missed);
            double score = 1 / (1 + Math.Exp(-MiddleMean([.. _logOdds])));
            var verdict = network.Thresholds.Judge(score);
            bool isSettled = _logOdds.Count >= _options.FramesToSettle;
            return new CheckResult(Name, score, verdict, [.. Reasons(verdict, isSettled)], isSettled);
        }
    }

    /// <inheritdoc/>
    public void Add(LivenessFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Face is not { } face)
            return;
        var crop = SpoofCrop.Tight(face);
        if (PictureLight.Of(frame.Photo, crop.CentreX - crop.Side / 2, crop.CentreY - crop.Side / 2, crop.Side, crop.Side).Colour < _options.LeastColour)
        {
            // What was seen in colour says nothing of what is grey.
            _logOdds.Clear();
            _missed = Grey;
            return;
        }
        var logOdds = network.Score(frame.Photo, face, _options).LogOdds(_options.MostLogOdds);
        if (logOdds is not { } value)
        {
            _missed = crop.Side >= _options.SmallestFace
                ? "Most of the face is outside the picture; move into it."
                : "The face is too small to tell skin from paper or a screen; come closer.";
            return;
        }
        _logOdds.Enqueue(value);
        if (_logOdds.Count > _options.MostFrames)
            _logOdds.Dequeue();
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _logOdds.Clear();
        _missed = NoFace;
    }

    /// <summary>Nothing to free: the network is another's.</summary>
    public void Dispose()
    {
    }

    /// <summary>The mean of the middle half of some numbers; of one or two numbers, of all.</summary>
    internal static double MiddleMean(double[] numbers)
    {
        Array.Sort(numbers);
        int skipped = numbers.Length / 4;
        return numbers.AsSpan(skipped, numbers.Length - 2 * skipped).ToArray().Average();
    }

    private static IEnumerable<string> Reasons(LivenessVerdict verdict, bool isSettled)
    {
        if (verdict == LivenessVerdict.Spoof)
            yield return "The face looks like a printed photo or a screen.";
        else if (verdict == LivenessVerdict.Unsure)
            yield return "It cannot be told whether this is skin or a picture of it; more light on the face may help.";
        else if (!isSettled)
            yield return "Too few frames were seen to rely on.";
    }
}
