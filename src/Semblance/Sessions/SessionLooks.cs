using System.Numerics.Tensors;
using Semblance.Recognition;

namespace Semblance.Sessions;

/// <summary>
/// The different looks of one person over the frames of a session, and what each weighs (see <see cref="SequentialTest"/>). They do not depend on whom the person is compared with, so
/// any number of claims share them. Bounded: after <see cref="Most"/> different looks another one is no news. Used by one thread.
/// </summary>
/// <param name="map">What scores are worth.</param>
internal sealed class SessionLooks(EvidenceMap map)
{
    /// <summary>How many different looks are kept.</summary>
    public const int Most = 256;

    private readonly List<(Embedding Face, float[] Unit, double Weight)> _looks = [];
    private float[] _sum = [];
    private double _squaredWeights;

    /// <summary>How many attempts there were, this one included.</summary>
    public int Attempts { get; private set; } = 1;

    /// <summary>How many frames count: those since the last new attempt.</summary>
    public int Count { get; private set; }

    /// <summary>The different looks, with their weights.</summary>
    public IEnumerable<(Embedding Face, double Weight)> Looks => _looks.Select(look => (look.Face, look.Weight));

    /// <summary>How many different looks there are.</summary>
    public int Different => _looks.Count;

    /// <summary>Sum of the weights.</summary>
    public double Weights { get; private set; }

    /// <summary>How many independent comparisons the frames count for; 0 without frames, else at least 1.</summary>
    public double EffectiveCount
    {
        get
        {
            double mixed = Weights * Weights - _squaredWeights;
            if (mixed <= 1e-9)
                return Math.Min(Count, 1);
            double likeness = (TensorPrimitives.SumOfSquares(_sum) - _squaredWeights) / mixed;
            return Weights * Weights / (_squaredWeights + mixed * Math.Clamp(likeness, map.LeastLikeness, 1));
        }
    }

    /// <summary>Takes the face of the next frame. One that is more likely another person's than that of the frames before begins a new attempt.</summary>
    /// <returns>Its weight, 0 to 1, and whether it began a new attempt.</returns>
    public (double Weight, bool IsNewAttempt) Add(Embedding face)
    {
        ArgumentNullException.ThrowIfNull(face);
        float[] look = face.Values.ToArray();
        TensorPrimitives.Divide(look, TensorPrimitives.Norm(look), look);
        bool isAnother = Count > 0 && map.LogLikelihoodRatio(TensorPrimitives.CosineSimilarity<float>(_sum, look)) < 0;
        if (isAnother)
            NextAttempt();

        double weight = Count == 0 ? 1 : Novelty(look);
        if (Count == 0)
            _sum = new float[look.Length];
        TensorPrimitives.MultiplyAdd(look, (float)weight, _sum, _sum);
        (Weights, _squaredWeights) = (Weights + weight, _squaredWeights + weight * weight);
        if (weight > 0)
            _looks.Add((face, look, weight));
        Count++;
        return (weight, isAnother);
    }

    /// <summary>Forgets all frames; what comes now is another attempt, unless there were none.</summary>
    public void NextAttempt()
    {
        if (Count > 0)
            Attempts++;
        _looks.Clear();
        (Weights, _squaredWeights, Count) = (0, 0, 0);
    }

    private double Novelty(float[] look)
    {
        if (_looks.Count == Most)
            return 0;
        double nearest = _looks.Max(seen => TensorPrimitives.Dot<float>(seen.Unit, look));
        if (nearest <= 0)
            return 1;
        // Nearer than rounding leaves two equal embeddings is the same look.
        return nearest > 1 - 1e-6 ? 0 : Math.Sqrt(1 - nearest * nearest);
    }
}
