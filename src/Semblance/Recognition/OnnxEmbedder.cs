using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using Semblance.Networks;

namespace Semblance.Recognition;

/// <summary>How an aligned face becomes the numbers a network takes: <c>1 x channels x height x width</c>.</summary>
/// <param name="Width">Input width in pixels.</param>
/// <param name="Height">Input height in pixels.</param>
/// <param name="Channels"><c>grey</c>, <c>rgb</c> or <c>bgr</c>.</param>
/// <param name="Mean">Subtracted from each level 0..255.</param>
/// <param name="Scale">Multiplied after that.</param>
/// <param name="UnitLength">Whether the output is scaled to unit length, as comparison by cosine expects.</param>
internal sealed record EmbedderInput(int Width, int Height, string Channels, float Mean, float Scale, bool UnitLength);

/// <summary>An embedder that runs an ONNX network. One instance may serve several threads.</summary>
internal sealed class OnnxEmbedder : IFaceEmbedder
{
    private static readonly NetworkShape s_shape = new([], [], "so it is no embedder");

    private readonly OnnxNetwork _network;
    private readonly EmbedderInput _input;

    /// <summary>Loads a network with one input and one output.</summary>
    /// <param name="model">The ONNX file's bytes.</param>
    /// <param name="modelId">The id its embeddings carry.</param>
    /// <param name="input">How faces are given to it.</param>
    /// <param name="runtime">How it is run; null: on one thread of the processor.</param>
    /// <exception cref="ArgumentException">An unknown channel order.</exception>
    /// <exception cref="ExecutionProviderException">The execution provider cannot be had.</exception>
    /// <exception cref="InvalidDataException">The network has several inputs.</exception>
    /// <exception cref="OnnxRuntimeException">The bytes are no network that can be run.</exception>
    public OnnxEmbedder(byte[] model, string modelId, EmbedderInput input, RuntimeOptions? runtime = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Channels is not ("grey" or "rgb" or "bgr"))
            throw new ArgumentException($"There is no channel order \"{input.Channels}\"; grey, rgb and bgr exist.", nameof(input));
        _network = OnnxNetwork.Load(model, s_shape, runtime);
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
        using var outputs = _network.Run(numbers, shape);
        return new Embedding(ModelId, _input.UnitLength ? ToUnit(outputs[0]) : outputs[0]);
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    private static float[] ToUnit(ReadOnlySpan<float> numbers)
    {
        var unit = new float[numbers.Length];
        TensorPrimitives.Divide(numbers, TensorPrimitives.Norm(numbers), unit);
        return unit;
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
