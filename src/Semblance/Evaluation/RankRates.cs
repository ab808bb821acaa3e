namespace Semblance.Evaluation;

/// <summary>What the order of weighted genuine and impostor scores gives; not a number where it gives nothing.</summary>
internal readonly record struct RankRates(double Auc, double Eer, double EerThreshold, double[] Tar, double[] TarThreshold)
{
    /// <summary>Goes once through the pairs, from the most alike to the least.</summary>
    public static RankRates Of(SortedPairs pairs, ReadOnlySpan<int> weights, IReadOnlyList<double> falseMatchRates)
    {
        long genuine = 0, impostor = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (pairs.Same[i])
                genuine += weights[i];
            else
                impostor += weights[i];
        }
        var (tar, tarThreshold) = (new double[falseMatchRates.Count], new double[falseMatchRates.Count]);
        Array.Fill(tarThreshold, double.NaN);
        if (genuine == 0 || impostor == 0)
        {
            Array.Fill(tar, double.NaN);
            return new(double.NaN, double.NaN, double.NaN, tar, tarThreshold);
        }

        double eer = double.NaN, eerThreshold = double.NaN, wins = 0, lastFmr = 0, lastFnmr = 1;
        long accepted = 0, falseMatches = 0;
        int start = 0;
        foreach (int end in pairs.GroupEnds)
        {
            long groupGenuine = 0, groupImpostor = 0;
            double threshold = pairs.Similarity[start];
            for (; start < end; start++)
            {
                if (pairs.Same[start])
                    groupGenuine += weights[start];
                else
                    groupImpostor += weights[start];
            }
            if (groupGenuine == 0 && groupImpostor == 0)
                continue;

            wins += groupGenuine * (impostor - falseMatches - 0.5 * groupImpostor);
            accepted += groupGenuine;
            falseMatches += groupImpostor;
            double fmr = (double)falseMatches / impostor, fnmr = (double)(genuine - accepted) / genuine;
            if (double.IsNaN(eer) && fmr >= fnmr)
                (eer, eerThreshold) = (Crossing(lastFmr, lastFnmr, fmr, fnmr), threshold);
            (lastFmr, lastFnmr) = (fmr, fnmr);
            for (int k = 0; k < tar.Length; k++)
            {
                if (fmr <= falseMatchRates[k])
                    (tar[k], tarThreshold[k]) = (1 - fnmr, threshold);
            }
        }
        // Pairs without a score rank below all others and tie with each other.
        wins += 0.5 * (genuine - accepted) * (impostor - falseMatches);
        return new(wins / ((double)genuine * impostor), eer, eerThreshold, tar, tarThreshold);
    }

    private static double Crossing(double fmr0, double fnmr0, double fmr1, double fnmr1)
    {
        double before = fnmr0 - fmr0, after = fmr1 - fnmr1;
        return fmr0 + before / (before + after) * (fmr1 - fmr0);
    }
}
