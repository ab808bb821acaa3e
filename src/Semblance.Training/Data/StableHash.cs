namespace Semblance.Training.Data;

/// <summary>Seeds of random streams, the same on every machine and in every run (unlike System.HashCode).</summary>
internal static class StableHash
{
    /// <summary>Mixes numbers into one (FNV-1a over their bytes).</summary>
    public static int Of(params ReadOnlySpan<int> numbers)
    {
        uint hash = 2166136261;
        foreach (int number in numbers)
        {
            for (int shift = 0; shift < 32; shift += 8)
                hash = (hash ^ ((uint)number >> shift & 0xff)) * 16777619;
        }
        return (int)(hash & 0x7fffffff);
    }
}
