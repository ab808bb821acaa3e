using System.Numerics.Tensors;
using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using Semblance.Detection;
using Semblance.Training.Data;
using Semblance.Training.Faces;

namespace Semblance.Training.Embedder;

/// <summary>
/// The embeddings that a grown network gives the faces of a collection, whole and clean: what the student is to answer for every
/// varied copy of them. Each is the sum of a face's and its mirror image's, scaled to length 1.
/// </summary>
/// <param name="Dimension">How many numbers an embedding has.</param>
/// <param name="Embeddings">Face after face, <see cref="Dimension"/> numbers each.</param>
public sealed record TeacherEmbeddings(int Dimension, float[] Embeddings)
{
    private const string Magic = "semblance-teacher-1";
    private const int Batch = 16;

    /// <summary>The embedding of a face by its place in the collection.</summary>
    public ReadOnlySpan<float> this[int face] => Embeddings.AsSpan(face * Dimension, Dimension);

    /// <summary>Reads the embeddings from a file that an earlier call has left, or computes them and leaves the file.</summary>
    /// <param name="file">Where they are kept.</param>
    /// <param name="model">The teacher's ONNX file: <c>N x 3 x 112 x 112</c> RGB 0..255, aligned by the five-point template.</param>
    /// <param name="collection">The faces.</param>
    /// <param name="threads">Threads of the teacher.</param>
    /// <param name="progress">Told how many faces are done, and of how many.</param>
    public static TeacherEmbeddings ReadOrCompute(string file, string model, AlignedFaces collection, int threads, Action<int, int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(collection);
        byte[] network = File.ReadAllBytes(model);
        string origin = $"{Convert.ToHexStringLower(SHA256.HashData(network))} {HashOf(collection)}";
        if (Read(file, origin) is { } kept)
            return kept;
        var computed = Compute(network, collection, threads, progress);
        computed.Write(file, origin);
        return computed;
    }

    private static TeacherEmbeddings Compute(byte[] network, AlignedFaces collection, int threads, Action<int, int>? progress)
    {
        OnnxTelemetry.Disable();
        using var options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1 };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        using var session = new InferenceSession(network, options);
        using var run = new RunOptions();
        var input = new float[2 * Batch * 3 * FaceAugmentation.Side * FaceAugmentation.Side];
        float[]? embeddings = null;
        int dimension = 0;
        for (int first = 0; first < collection.Faces.Count; first += Batch)
        {
            int count = Math.Min(Batch, collection.Faces.Count - first);
            for (int i = 0; i < count; i++)
            {
                FaceAugmentation.Centre(collection.Faces[first + i].Rgb, mirror: false, FaceAugmentation.Slot(input, 2 * i));
                FaceAugmentation.Centre(collection.Faces[first + i].Rgb, mirror: true, FaceAugmentation.Slot(input, 2 * i + 1));
            }
            long[] shape = [2 * count, 3, FaceAugmentation.Side, FaceAugmentation.Side];
            using var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, input.AsMemory(0, 2 * count * FaceAugmentation.Numbers), shape);
            using var outputs = session.Run(run, [session.InputNames[0]], [value], [session.OutputNames[0]]);
            var answers = outputs[0].GetTensorDataAsSpan<float>();
            dimension = answers.Length / (2 * count);
            embeddings ??= new float[collection.Faces.Count * dimension];
            for (int i = 0; i < count; i++)
                AddUnits(answers.Slice(2 * i * dimension, dimension), answers.Slice((2 * i + 1) * dimension, dimension), embeddings.AsSpan((first + i) * dimension, dimension));
            progress?.Invoke(first + count, collection.Faces.Count);
        }
        return new TeacherEmbeddings(dimension, embeddings ?? []);
    }

    private static void AddUnits(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> sum)
    {
        float lengthA = TensorPrimitives.Norm(a), lengthB = TensorPrimitives.Norm(b);
        for (int k = 0; k < sum.Length; k++)
            sum[k] = a[k] / lengthA + b[k] / lengthB;
        TensorPrimitives.Divide(sum, TensorPrimitives.Norm((ReadOnlySpan<float>)sum), sum);
    }

    private static string HashOf(AlignedFaces collection)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var face in collection.Faces)
            hash.AppendData(face.Rgb);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static TeacherEmbeddings? Read(string file, string origin)
    {
        if (!File.Exists(file))
            return null;
        using var reader = new BinaryReader(File.OpenRead(file));
        try
        {
            if (reader.ReadString() != Magic || reader.ReadString() != origin)
                return null; // of another teacher or other faces: computed anew
            int dimension = reader.ReadInt32(), count = reader.ReadInt32();
            var numbers = new float[count];
            reader.BaseStream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers.AsSpan()));
            return new TeacherEmbeddings(dimension, numbers);
        }
        catch (EndOfStreamException)
        {
            throw new DataException($"{file} is damaged: delete it, and it is computed anew.");
        }
    }

    private void Write(string file, string origin)
    {
        string fresh = file + ".new";
        using (var writer = new BinaryWriter(File.Create(fresh)))
        {
            writer.Write(Magic);
            writer.Write(origin);
            writer.Write(Dimension);
            writer.Write(Embeddings.Length);
            writer.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Embeddings.AsSpan()));
        }
        File.Move(fresh, file, overwrite: true);
    }
}
