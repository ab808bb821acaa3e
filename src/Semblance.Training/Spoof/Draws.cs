namespace Semblance.Training.Spoof;

/// <summary>Draws of simulations.</summary>
internal static class Draws
{
    // A table of one turn: a cosine for every pixel and pattern would cost more than the network.
    private static readonly float[] s_cosine = [.. Enumerable.Range(0, 4096).Select(i => (float)Math.Cos(2 * Math.PI * i / 4096))];

    /// <summary>Evenly between two numbers.</summary>
    public static double Between(this Random random, double low, double high) => low + (high - low) * random.NextDouble();

    /// <summary>Evenly on a logarithmic scale.</summary>
    public static double BetweenLog(this Random random, double low, double high) => Math.Exp(random.Between(Math.Log(low), Math.Log(high)));

    /// <summary>Whether something of this probability happens.</summary>
    public static bool Happens(this Random random, double probability) => random.NextDouble() < probability;

    /// <summary>The cosine of so many turns.</summary>
    public static float CosineOfTurns(double turns) => s_cosine[(int)((turns - Math.Floor(turns)) * 4096) & 4095];
}
