using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Semblance.Detection;
using Semblance.Imaging;

namespace Semblance.Recognition;

/// <summary>How an aligned face becomes the numbers a network takes: <c>1 x channels x height x width</c>.</summary>
/// <param name="Width">Input width in pixels.</param>
/// <param name="Height">Input height in pixels.</param>
/// <param name="Channels"><c>grey</c>, <c>rgb</c> or <c>bgr</c>.</param>
/// <param name="Mean">Subtracted from each level 0..255.</param>
/// <param name="Scale">Multiplied after that.</param>
/// <param name="UnitLength">Whether the output is scaled to unit length, as comparison by cosine expects.</param>
public sealed record EmbedderInput(int Width, int Height, string Channels, float Mean, float Scale, bool UnitLength);

/// <summary>An embedder that runs an ONNX network on the CPU. One instance may serve several threads.</summary>
public sealed class OnnxEmbedder : IFaceEmbedder
{
    private readonly InferenceSession _session;
    private readonly EmbedderInput _input;
    private readonly string _inputName;
    // Errors reach the caller as exceptions; on stderr they would be said twice.
    private readonly RunOptions _run = new() { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };

    /// <summary>Loads a network with one input and one output.</summary>
    /// <param name="model">The ONNX file's bytes.</param>
    /// <param name="modelId">The id its embeddings carry.</param>
    /// <param name="input">How faces are given to it.</param>
    /// <param name="threads">Threads of one call, at least 1. One is best for small networks.</param>
    /// <exception cref="ArgumentException">An unknown channel order.</exception>
    /// <exception cref="OnnxRuntimeException">The bytes are no network that can be run.</exception>
    public OnnxEmbedder(byte[] model, string modelId, EmbedderInput input, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Channels is not ("grey" or "rgb" or "bgr"))
            throw new ArgumentException($"There is no channel order \"{input.Channels}\"; grey, rgb and bgr exist.", nameof(input));
        OnnxTelemetry.Disable();
        using var options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        _session = new InferenceSession(model, options);
        _inputName = _session.InputNames[0];
        (_input, ModelId) = (input, modelId);
    }

    /// <inheritdoc/>
    public string ModelId { get; }

    /// <inheritdoc/>
    public Embedding Embed(Photo alignedFace)
    {
        ArgumentNullException.ThrowIfNull(alignedFace);
        if (alignedFace.Width != _input.Width || alignedFace.Height != _input.Height)
            throw new ArgumentException($"The embedder takes {_input.Width} x {_input.Height} pixels, not {alignedFace.Width} x {alignedFace.Height}.", nameof(alignedFace));
        var numbers = ToNumbers(alignedFace, _input);
        long[] shape = [1, _input.Channels == "grey" ? 1 : 3, _input.Height, _input.Width];
        using var value = OrtValue.CreateTensorValueFromMemory(numbers, shape);
        using var outputs = _session.Run(_run, [_inputName], [value], _session.OutputNames);
        var raw = outputs[0].GetTensorDataAsSpan<float>();
        if (!_input.UnitLength)
            return new Embedding(ModelId, raw);

        var unit = new float[raw.Length];
        TensorPrimitives.Divide(raw, TensorPrimitives.Norm(raw), unit);
        return new Embedding(ModelId, unit);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _run.Dispose();
        _session.Dispose();
    }

    private static float[] ToNumbers(Photo face, EmbedderInput input)
    {
        if (input.Channels == "grey")
            return Array.ConvertAll(face.ToGrey(), level => (level - input.Mean) * input.Scale);

        int plane = face.Width * face.Height;
        var numbers = new float[3 * plane];
        var rgb = face.Rgb;
        for (int channel = 0; channel < 3; channel++)
        {
            int source = input.Channels == "rgb" ? channel : 2 - channel;
            for (int i = 0; i < plane; i++)
                numbers[channel * plane + i] = (rgb[3 * i + source] - input.Mean) * input.Scale;
        }
        return numbers;
    }
}
