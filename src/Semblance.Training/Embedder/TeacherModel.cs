using System.Globalization;
using System.Numerics.Tensors;
using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using Semblance.Training.Data;
using Semblance.Training.Faces;

namespace Semblance.Training.Embedder;

/// <summary>How the teacher's file wants its faces.</summary>
/// <param name="Model">The ONNX file: <c>N x 3 x 112 x 112</c> or <c>1 x 3 x 112 x 112</c>, RGB, aligned by the five-point template.</param>
/// <param name="Mean">Subtracted from each level 0..255.</param>
/// <param name="Scale">Multiplied after that.</param>
/// <param name="Weight">How much it counts beside other teachers.</param>
internal sealed record TeacherFile(string Model, float Mean = 0, float Scale = 1, float Weight = 1)
{
    /// <summary>A teacher as the command line names it: <c>FILE[,mean=NUMBER][,scale=NUMBER][,weight=NUMBER]</c>.</summary>
    /// <exception cref="DataException">Something else stands behind the file's name.</exception>
    public static TeacherFile Parse(string text)
    {
        string[] parts = text.Split(',');
        var file = new TeacherFile(parts[0]);
        foreach (string part in parts[1..])
        {
            string[] pair = part.Split('=');
            if (pair.Length != 2 || !float.TryParse(pair[1], CultureInfo.InvariantCulture, out float number) || !float.IsFinite(number))
                throw new DataException($"--teacher {text}: '{part}' is not name=number.");
            file = pair[0] switch
            {
                "mean" => file with { Mean = number },
                "scale" when number > 0 => file with { Scale = number },
                "weight" when number > 0 => file with { Weight = number },
                "scale" or "weight" => throw new DataException($"--teacher {text}: {pair[0]} must be greater than 0."),
                _ => throw new DataException($"--teacher {text}: there is mean, scale and weight, not '{pair[0]}'."),
            };
        }
        return file;
    }
}

/// <summary>A grown network that says what a face's embedding is. One face at a time: that keeps its work in the processor's cache.</summary>
internal sealed class TeacherModel : IDisposable
{
    private static readonly NetworkShape s_shape = new([], [], "so it is no network for faces");

    private readonly OnnxNetwork _network;
    private readonly TeacherFile _file;
    private readonly float[] _input = new float[FaceAugmentation.Numbers];

    /// <summary>Starts the network.</summary>
    /// <param name="file">The file and how it wants its faces.</param>
    /// <param name="threads">Threads to compute with.</param>
    /// <exception cref="DataException">There is no such file, or it holds no network for faces.</exception>
    public TeacherModel(TeacherFile file, int threads)
    {
        _file = file;
        if (!File.Exists(file.Model))
            throw new DataException($"{file.Model}: no such file. --teacher takes a face network in the ONNX format.");
        byte[] bytes = File.ReadAllBytes(file.Model);
        Hash = $"{Convert.ToHexStringLower(SHA256.HashData(bytes))} {file.Mean:R} {file.Scale:R}";
        try
        {
            _network = OnnxNetwork.Load(TeacherGraph.Rewrite(bytes), s_shape, new RuntimeOptions { Threads = threads });
        }
        catch (Exception e) when (e is OnnxRuntimeException or InvalidDataException or FormatException or InvalidOperationException)
        {
            throw new DataException($"{file.Model} cannot be run: {e.Message}");
        }
        Dimension = Ask().Length;
    }

    /// <summary>Tells teachers apart.</summary>
    public string Hash { get; }

    /// <summary>How many numbers an embedding has.</summary>
    public int Dimension { get; }

    /// <summary>The embedding of a stored face as it stands on the template, a unit vector.</summary>
    /// <param name="rgb">A stored face.</param>
    /// <param name="both">Whether its mirror image is asked about too and the two unit vectors are added.</param>
    public float[] Embed(ReadOnlySpan<byte> rgb, bool both)
    {
        var embedding = One(rgb, mirror: false);
        if (both)
        {
            TensorPrimitives.Add(embedding, One(rgb, mirror: true), embedding);
            ToUnit(embedding);
        }
        return embedding;
    }

    /// <inheritdoc/>
    public void Dispose() => _network.Dispose();

    /// <summary>Scales a vector to length 1.</summary>
    public static void ToUnit(Span<float> vector) => TensorPrimitives.Divide(vector, TensorPrimitives.Norm((ReadOnlySpan<float>)vector), vector);

    private float[] One(ReadOnlySpan<byte> rgb, bool mirror)
    {
        FaceAugmentation.Centre(rgb, mirror, _input);
        TensorPrimitives.Subtract(_input, _file.Mean, _input);
        TensorPrimitives.Multiply(_input, _file.Scale, _input);
        var answer = Ask();
        ToUnit(answer);
        return answer;
    }

    private float[] Ask()
    {
        using var outputs = _network.Run(_input, [1, 3, FaceAugmentation.Side, FaceAugmentation.Side]);
        return outputs[0].ToArray();
    }
}
