using Semblance.Training.Data;

namespace Semblance.Training.Spoof;

/// <summary>Who is left out of a training. A person who is left out by one recording is left out by all.</summary>
/// <param name="Training">What is learned from.</param>
/// <param name="LeftOut">What is not.</param>
internal sealed record SpoofSplit(IReadOnlyList<SpoofSource> Training, IReadOnlyList<SpoofSource> LeftOut)
{
    /// <summary>Splits by names of sets (<c>nuaa</c>, <c>screen-a</c>, <c>videos</c>) and of subjects (<c>nuaa/0001</c>, <c>person-a</c>).</summary>
    /// <exception cref="DataException">A name stands for nothing, or nothing is left to learn from.</exception>
    public static SpoofSplit Of(IReadOnlyList<SpoofSource> sources, IReadOnlyList<string> leaveOut)
    {
        foreach (string name in leaveOut)
        {
            if (!sources.Any(source => source.Set == name || source.Subject == name))
                throw new DataException($"--leave-out {name}: there is no such set or subject. Sets: {string.Join(", ", sources.Select(source => source.Set).Distinct())}.");
        }
        var subjects = sources.Where(source => leaveOut.Contains(source.Set) || leaveOut.Contains(source.Subject)).Select(source => source.Subject).ToHashSet();
        var parts = sources.ToLookup(source => subjects.Contains(source.Subject));
        var split = new SpoofSplit([.. parts[false]], [.. parts[true]]);
        return split.Training.Any(source => source.Attack is null) ? split : throw new DataException("No live face is left to learn from.");
    }
}
