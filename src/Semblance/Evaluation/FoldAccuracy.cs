namespace Semblance.Evaluation;

/// <summary>Accuracy of each fold at the threshold that is best on the other folds; of equally good thresholds, the strictest.</summary>
internal static class FoldAccuracy
{
    /// <summary>
    /// One number for each fold; not a number where the fold, or all the others, have no weight. Only observed scores serve as
    /// thresholds, so a monotone change of the scores changes nothing.
    /// </summary>
    public static double[] Of(SortedPairs pairs, ReadOnlySpan<int> weights)
    {
        // Starting from "nothing matches", each genuine pair passed on the way down makes one more decision right, each impostor pair one fewer.
        var (size, right, best, rightAtBest) = (new long[pairs.Folds], new long[pairs.Folds], new long[pairs.Folds], new long[pairs.Folds]);
        long total = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            int fold = pairs.Fold[i];
            size[fold] += weights[i];
            total += weights[i];
            if (!pairs.Same[i])
                right[fold] += weights[i];
        }
        long allRight = right.Sum();
        for (int fold = 0; fold < right.Length; fold++)
            (best[fold], rightAtBest[fold]) = (allRight - right[fold], right[fold]);

        int start = 0;
        foreach (int end in pairs.GroupEnds)
        {
            bool anyGenuine = false;
            for (; start < end; start++)
            {
                int gain = pairs.Same[start] ? weights[start] : -weights[start];
                right[pairs.Fold[start]] += gain;
                allRight += gain;
                anyGenuine |= gain > 0;
            }
            for (int fold = 0; anyGenuine && fold < right.Length; fold++)
            {
                if (allRight - right[fold] > best[fold])
                    (best[fold], rightAtBest[fold]) = (allRight - right[fold], right[fold]);
            }
        }
        return [.. size.Select((count, fold) => count == 0 || count == total ? double.NaN : (double)rightAtBest[fold] / count)];
    }
}
