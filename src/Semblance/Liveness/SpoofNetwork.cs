using Microsoft.ML.OnnxRuntime;
using Semblance.Detection;
using Semblance.Imaging;

namespace Semblance.Liveness;

/// <summary>
/// Tells skin before a camera from paper and screens by how it looks, in one frame: a small network with a branch for the face and one for the face with its surroundings.
/// Runs ONNX Runtime on the CPU. One instance may serve several threads.
/// </summary>
public sealed class SpoofNetwork : IDisposable
{
    /// <summary>The input with the face: <c>N x 3 x side x side</c>, red, green, blue with levels 0..255.</summary>
    public const string TightInput = "tight";

    /// <summary>The input with the face and its surroundings, of the same shape.</summary>
    public const string WideInput = "wide";

    /// <summary>The output of the first branch, <c>N x 1</c>: log-odds of live.</summary>
    public const string TightOutput = "tight_live";

    /// <summary>The output of the second branch, <c>N x 1</c>: log-odds of live.</summary>
    public const string WideOutput = "wide_live";

    private static readonly string[] s_inputs = [TightInput, WideInput], s_outputs = [TightOutput, WideOutput];

    private readonly InferenceSession _session;
    private readonly RunOptions _run = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
    private readonly int _side;

    /// <summary>Loads a network.</summary>
    /// <param name="model">The ONNX file's bytes.</param>
    /// <param name="thresholds">What its scores mean.</param>
    /// <param name="threads">Threads of one call, at least 1. One is best for so small a network.</param>
    /// <exception cref="ArgumentException">The thresholds are none.</exception>
    /// <exception cref="InvalidDataException">The network has other inputs or outputs.</exception>
    /// <exception cref="OnnxRuntimeException">The bytes are no network that can be run.</exception>
    public SpoofNetwork(byte[] model, SpoofThresholds thresholds, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(thresholds);
        if (!thresholds.AreUsable)
            throw new ArgumentException("A score is live from a number below 1, and an attack below one over 0 that is no higher.", nameof(thresholds));
        OnnxTelemetry.Disable();
        using var options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(model, options);
        (Thresholds, _side) = (thresholds, SideOf(_session));
        if (_side > 0)
            return;
        Dispose();
        throw new InvalidDataException($"it does not take {TightInput} and {WideInput} as squares of one size and answer {TightOutput} and {WideOutput}, so it is no spoof network.");
    }

    /// <summary>What its scores mean.</summary>
    public SpoofThresholds Thresholds { get; }

    /// <summary>Looks at a face.</summary>
    /// <param name="photo">The whole frame.</param>
    /// <param name="face">The face in it.</param>
    public SpoofScores Score(Photo photo, Face face)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(face);
        var tight = SpoofCrop.Tight(face);
        var wide = tight.Widened();
        // Written so that what is no number does not pass.
        if (!(tight.Side >= SpoofCrop.SmallestTight && wide.Side < Array.MaxLength && tight.Inside(photo.Width, photo.Height) >= SpoofCrop.LeastInside))
            return new SpoofScores(null, null);
        bool hasWide = wide.Inside(photo.Width, photo.Height) >= SpoofCrop.LeastInside;
        long[] shape = [1, 3, _side, _side];
        using var near = OrtValue.CreateTensorValueFromMemory(tight.Cut(photo, _side).ToPlanes(), shape);
        using var far = OrtValue.CreateTensorValueFromMemory(hasWide ? wide.Cut(photo, _side).ToPlanes() : new float[3 * _side * _side], shape);
        using var outputs = _session.Run(_run, s_inputs, [near, far], s_outputs);
        return new SpoofScores(outputs[0].GetTensorDataAsSpan<float>()[0], hasWide ? outputs[1].GetTensorDataAsSpan<float>()[0] : null);
    }

    /// <summary>Frees the network.</summary>
    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    // 0 where the network is another one.
    private static int SideOf(InferenceSession session)
    {
        if (s_inputs.Any(name => !session.InputMetadata.ContainsKey(name)) || s_outputs.Any(name => !session.OutputMetadata.ContainsKey(name)))
            return 0;
        int[] tight = session.InputMetadata[TightInput].Dimensions, wide = session.InputMetadata[WideInput].Dimensions;
        return tight is [_, 3, var side, var width] && side == width && wide.AsSpan(1).SequenceEqual(tight.AsSpan(1)) ? side : 0;
    }
}
