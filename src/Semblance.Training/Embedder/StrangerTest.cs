using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Semblance.Evaluation;
using Semblance.Training.Faces;
using Semblance.Training.Networks;
using static TorchSharp.torch;

namespace Semblance.Training.Embedder;

/// <summary>Follows a training on people who are neither learned from nor calibrated on: every photo against every other one.</summary>
/// <param name="collection">All faces.</param>
/// <param name="split">Its validation people are tested.</param>
/// <param name="teacher">The teacher's embeddings.</param>
internal sealed class StrangerTest(AlignedFaces collection, FaceSplit split, TeacherEmbeddings teacher)
{
    private const int Batch = 64;
    private const double Rate = 0.001;

    private readonly int[] _faces = [.. Enumerable.Range(0, collection.Faces.Count).Where(i => collection.Faces[i].Identity is { } identity && split.Validation.Contains(identity))];

    /// <summary>How many photos there are.</summary>
    public int Count => _faces.Length;

    /// <summary>Measures a network.</summary>
    /// <returns>Mean cosine to the teacher's embeddings, equal error rate, true accept rate at a false match rate of 0.1 %.</returns>
    public (double Cosine, double? Eer, double? Tar) Measure(EmbeddingNetwork network) => Rates(Embed(network, [.. _faces.Select(i => collection.Faces[i].Rgb)]));

    /// <summary>The same figures of the teacher itself.</summary>
    public (double Cosine, double? Eer, double? Tar) MeasureTeacher() => Rates([.. _faces.Select(i => teacher[i].ToArray())]);

    /// <summary>The embeddings of stored faces, as they stand on the template.</summary>
    public static float[][] Embed(EmbeddingNetwork network, IReadOnlyList<byte[]> faces)
    {
        using var noGradient = no_grad();
        network.eval();
        var embeddings = new List<float[]>(faces.Count);
        foreach (var chunk in faces.Chunk(Batch))
        {
            var levels = new float[chunk.Length * FaceAugmentation.Numbers];
            for (int i = 0; i < chunk.Length; i++)
                FaceAugmentation.Centre(chunk[i], mirror: false, FaceAugmentation.Slot(levels, i));
            using var scope = TorchScope.Enter();
            var input = zeros(chunk.Length, 3, FaceAugmentation.Side, FaceAugmentation.Side);
            input.bytes = MemoryMarshal.AsBytes(levels.AsSpan());
            embeddings.AddRange(network.forward(EmbedderTrainer.Scaled(input)).contiguous().data<float>().ToArray().Chunk(network.Dimension));
        }
        return [.. embeddings];
    }

    private (double Cosine, double? Eer, double? Tar) Rates(float[][] embeddings)
    {
        double cosine = Enumerable.Range(0, _faces.Length).Average(k => (double)TensorPrimitives.Dot(embeddings[k], teacher[_faces[k]]));
        var subjects = _faces.Select(i => collection.Faces[i].Identity).Distinct().Select((identity, number) => (identity, number)).ToDictionary(x => x.identity!, x => x.number);
        var pairs = new List<ScoredPair>(_faces.Length * (_faces.Length - 1) / 2);
        for (int a = 0; a < _faces.Length; a++)
        {
            int subjectA = subjects[collection.Faces[_faces[a]].Identity!];
            for (int b = a + 1; b < _faces.Length; b++)
            {
                int subjectB = subjects[collection.Faces[_faces[b]].Identity!];
                pairs.Add(new ScoredPair(TensorPrimitives.Dot(embeddings[a], embeddings[b]), subjectA == subjectB, subjectA, subjectB, 0));
            }
        }
        var measured = VerificationMetrics.Compute(pairs, new MetricsOptions { FalseMatchRates = [Rate], Resamples = 0 });
        return (cosine, measured.Eer, measured.TarAtFmr[0].Tar);
    }
}
