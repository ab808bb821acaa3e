using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Semblance.Evaluation;
using Semblance.Training.Faces;
using Semblance.Training.Loop;
using Semblance.Training.Networks;
using static TorchSharp.torch;

namespace Semblance.Training.Embedder;

/// <summary>What was measured on people never seen.</summary>
/// <param name="Cosine">Mean cosine to the teacher's embeddings.</param>
/// <param name="Eer">Equal error rate, all pairs.</param>
/// <param name="Tar">True accept rate at a false match rate of 0.1 %.</param>
/// <param name="StrictTar">The same at 0.01 %.</param>
/// <param name="LookFmr">False match rate, at the threshold of that 0.1 %, among different people of one look (<see cref="FaceLooks"/>).</param>
internal sealed record StrangerScores(double Cosine, double? Eer, double? Tar, double? StrictTar, double? LookFmr);

/// <summary>Follows a training on people who are neither learned from nor calibrated on: every photo against every other one.</summary>
/// <param name="collection">All faces.</param>
/// <param name="split">Its validation people are tested.</param>
/// <param name="teacher">The teacher's embeddings.</param>
/// <param name="looks">Groups of the training faces.</param>
internal sealed class StrangerTest(AlignedFaces collection, FaceSplit split, TeacherEmbeddings teacher, FaceLooks looks)
{
    private const int Batch = 64;
    private static readonly double[] s_rates = [0.001, 0.0001];

    private readonly int[] _faces = [.. Enumerable.Range(0, collection.Faces.Count).Where(i => collection.Faces[i].Identity is { } identity && split.Validation.Contains(identity))];

    /// <summary>How many photos there are.</summary>
    public int Count => _faces.Length;

    /// <summary>Measures a network.</summary>
    /// <param name="network">The network.</param>
    public StrangerScores Measure(EmbeddingNetwork network) => Rates(Embed(network, [.. _faces.Select(i => collection.Faces[i].Rgb)]));

    /// <summary>The same figures of the teacher itself.</summary>
    public StrangerScores MeasureTeacher() => Rates([.. _faces.Select(i => teacher[i].ToArray())]);

    /// <summary>The embeddings of stored faces, as they stand on the template.</summary>
    public static float[][] Embed(EmbeddingNetwork network, IReadOnlyList<byte[]> faces)
    {
        using var noGradient = no_grad();
        network.eval();
        var device = ComputeDevice.Of(network);
        var embeddings = new List<float[]>(faces.Count);
        foreach (var chunk in faces.Chunk(Batch))
        {
            var levels = new float[chunk.Length * FaceAugmentation.Numbers];
            for (int i = 0; i < chunk.Length; i++)
                FaceAugmentation.Centre(chunk[i], mirror: false, FaceAugmentation.Slot(levels, i));
            using var scope = TorchScope.Enter();
            var input = zeros(chunk.Length, 3, FaceAugmentation.Side, FaceAugmentation.Side);
            input.bytes = MemoryMarshal.AsBytes(levels.AsSpan());
            embeddings.AddRange(network.forward(EmbedderTrainer.Scaled(input.to(device))).cpu().contiguous().data<float>().ToArray().Chunk(network.Dimension));
        }
        return [.. embeddings];
    }

    private StrangerScores Rates(float[][] embeddings)
    {
        double cosine = Enumerable.Range(0, _faces.Length).Average(k => (double)TensorPrimitives.Dot(embeddings[k], teacher[_faces[k]]));
        string[] people = [.. _faces.Select(i => collection.Faces[i].Identity!)];
        var subjects = people.Distinct().Index().ToDictionary(person => person.Item, person => person.Index);
        int[] look = [.. _faces.Select(i => looks.LookOf(teacher[i]))];
        var pairs = new List<ScoredPair>(_faces.Length * (_faces.Length - 1) / 2);
        var alike = new List<double>();
        for (int a = 0; a < _faces.Length; a++)
        {
            int subjectA = subjects[people[a]];
            for (int b = a + 1; b < _faces.Length; b++)
            {
                int subjectB = subjects[people[b]];
                float score = TensorPrimitives.Dot(embeddings[a], embeddings[b]);
                pairs.Add(new ScoredPair(score, subjectA == subjectB, subjectA, subjectB, 0));
                if (subjectA != subjectB && look[a] == look[b])
                    alike.Add(score);
            }
        }
        var measured = VerificationMetrics.Compute(pairs, new MetricsOptions { FalseMatchRates = s_rates, Resamples = 0 });
        var (loose, strict) = (measured.TarAtFmr[0], measured.TarAtFmr[1]);
        return new StrangerScores(cosine, measured.Eer, loose.Tar, strict.Tar, alike.Count == 0 ? null : alike.Count(score => score >= loose.Threshold) / (double)alike.Count);
    }
}
