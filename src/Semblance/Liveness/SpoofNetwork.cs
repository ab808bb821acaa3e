using Microsoft.ML.OnnxRuntime;
using Semblance.Imaging;
using Semblance.Networks;

namespace Semblance.Liveness;

/// <summary>
/// Tells skin before a camera from paper and screens by how it looks, in one frame: a small network with a branch for the face and one for the face with its surroundings.
/// Runs ONNX Runtime. One instance may serve several threads.
/// </summary>
internal sealed class SpoofNetwork : IDisposable
{
    /// <summary>The input with the face: <c>N x 3 x side x side</c>, red, green, blue with levels 0..255.</summary>
    public const string TightInput = "tight";

    /// <summary>The input with the face and its surroundings, of the same shape.</summary>
    public const string WideInput = "wide";

    /// <summary>The output of the first branch, <c>N x 1</c>: log-odds of live.</summary>
    public const string TightOutput = "tight_live";

    /// <summary>The output of the second branch, <c>N x 1</c>: log-odds of live.</summary>
    public const string WideOutput = "wide_live";

    private const string Otherwise = "so it is no spoof network";

    private static readonly NetworkShape s_shape = new([TightInput, WideInput], [TightOutput, WideOutput], Otherwise);

    private readonly OnnxNetwork _network;
    private readonly int _side;

    /// <summary>Loads a network.</summary>
    /// <param name="model">The ONNX file's bytes.</param>
    /// <param name="thresholds">What its scores mean.</param>
    /// <param name="runtime">How it is run; null: on one thread of the processor.</param>
    /// <exception cref="ArgumentException">The thresholds are none.</exception>
    /// <exception cref="ExecutionProviderException">The execution provider cannot be had.</exception>
    /// <exception cref="InvalidDataException">The network has other inputs or outputs.</exception>
    /// <exception cref="OnnxRuntimeException">The bytes are no network that can be run.</exception>
    public SpoofNetwork(byte[] model, SpoofThresholds thresholds, RuntimeOptions? runtime = null)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        if (!thresholds.AreUsable)
            throw new ArgumentException("A score is live from a number below 1, and an attack below one over 0 that is no higher.", nameof(thresholds));
        _network = OnnxNetwork.Load(model, s_shape, runtime);
        (Thresholds, _side) = (thresholds, SideOf(_network));
        if (_side > 0)
            return;
        Dispose();
        throw new InvalidDataException($"it does not take {TightInput} and {WideInput} as squares of one size, {Otherwise}.");
    }

    /// <summary>What its scores mean.</summary>
    public SpoofThresholds Thresholds { get; }

    /// <summary>Looks at a face.</summary>
    /// <param name="photo">The whole frame.</param>
    /// <param name="face">The face in it.</param>
    /// <param name="options">Which faces can be looked at; null: the defaults.</param>
    public SpoofScores Score(Photo photo, Face face, TextureOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(face);
        options ??= new TextureOptions();
        var tight = SpoofCrop.Tight(face);
        var wide = tight.Widened();
        // Written so that what is no number does not pass.
        if (!(tight.Side >= options.SmallestFace && wide.Side < Array.MaxLength && tight.Inside(photo.Width, photo.Height) >= options.LeastInside))
            return new SpoofScores(null, null);
        bool hasWide = wide.Inside(photo.Width, photo.Height) >= options.LeastInside;
        long[] shape = [1, 3, _side, _side];
        using var outputs = _network.Run(tight.Cut(photo, _side).ToPlanes(), hasWide ? wide.Cut(photo, _side).ToPlanes() : new float[3 * _side * _side], shape);
        return new SpoofScores(outputs[0][0], hasWide ? outputs[1][0] : null);
    }

    /// <summary>Frees the network.</summary>
    public void Dispose() => _network.Dispose();

    // 0 where the network is another one.
    private static int SideOf(OnnxNetwork network)
    {
        int[] tight = [.. network.SizeOf(0)], wide = [.. network.SizeOf(1)];
        return tight is [_, 3, var side, var width] && side == width && wide.AsSpan(1).SequenceEqual(tight.AsSpan(1)) ? side : 0;
    }
}
