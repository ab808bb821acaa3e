using System.Collections.Concurrent;

namespace Semblance.Benchmarks.Serve;

/// <summary>What many clients saw: how often each answer came, and how long the good ones took. Safe for several threads.</summary>
internal sealed class Tally
{
    private readonly ConcurrentDictionary<string, int> _answers = new();
    private readonly ConcurrentBag<double> _milliseconds = [];

    /// <summary>How often each answer came.</summary>
    public IReadOnlyDictionary<string, int> Answers => new SortedDictionary<string, int>(_answers);

    /// <summary>How many good answers were timed.</summary>
    public int Timed => _milliseconds.Count;

    /// <summary>Counts an answer.</summary>
    public void Count(string answer) => _answers.AddOrUpdate(answer, 1, (_, before) => before + 1);

    /// <summary>Notes how long a good answer took.</summary>
    public void Time(TimeSpan passed) => _milliseconds.Add(passed.TotalMilliseconds);

    /// <summary>The spread of the times.</summary>
    public Latency Latency()
    {
        double[] sorted = [.. _milliseconds.Order()];
        return sorted.Length == 0 ? new Latency(0, 0, 0) : new Latency(At(0.5), At(0.95), At(0.99));

        double At(double share) => Math.Round(sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))], 1);
    }
}

/// <summary>Milliseconds that half, 95 % and 99 % of the answers took at most.</summary>
internal sealed record Latency(double P50, double P95, double P99);
