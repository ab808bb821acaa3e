namespace Semblance.Training.Loop;

/// <summary>What the steps since the last record gave; a round ends with the next record.</summary>
/// <param name="Steps">How many steps.</param>
/// <param name="Seconds">The time they took.</param>
/// <param name="Weight">What the sums are divided by.</param>
/// <param name="Sums">Of the losses, then of the trainer's own measures.</param>
internal sealed record Round(int Steps, double Seconds, double Weight, IReadOnlyList<double> Sums)
{
    /// <summary>No step.</summary>
    public static Round Empty { get; } = new(0, 0, 0, []);

    /// <summary>Mean of a measure; 0 is the loss.</summary>
    public double Mean(int measure) => Sums[measure] / Weight;

    /// <summary>With one more step.</summary>
    public Round And(double seconds, double weight, IReadOnlyList<double> sums) =>
        new(Steps + 1, Seconds + seconds, Weight + weight, Steps == 0 ? sums : [.. Sums.Zip(sums, (all, one) => all + one)]);
}

/// <summary>How far a training has come: enough to go on and end as without the interruption.</summary>
/// <param name="Recipe">The recipe under way.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Data">What it learns from, in words, to notice other data.</param>
/// <param name="Step">Steps done.</param>
/// <param name="Seconds">Time they took; measuring and checkpoints are not counted.</param>
/// <param name="Round">The round under way.</param>
/// <param name="History">One record for each finished round.</param>
internal sealed record TrainingState<TRecipe, TRecord>(TRecipe Recipe, int Seed, string Data, int Step, double Seconds, Round Round, IReadOnlyList<TRecord> History);
