using Semblance.Reports;
using Semblance.Training.Data;

namespace Semblance.Training.Spoof;

/// <summary>Training samples to look at before anything is learned from them. It shows people's faces: treat it like the photos.</summary>
internal static class SampleSheet
{
    private const int Count = 60;

    /// <summary>Writes a PNG of both crops of the first samples.</summary>
    public static void Save(string path, SpoofBatches batches, int seed)
    {
        var pairs = Enumerable.Range(0, Count).Select(i => batches.Draw(new Random(StableHash.Of(seed, 0, i)))).Select(sample =>
            new PicturedPair(sample.Tight, sample.Wide ?? Photo.FromGrey(8, 8, new byte[64]), sample.Attack ?? "live", "", sample.Attack ?? "live", Wrong: false));
        PairSheet.Save(path, [.. pairs], columns: 6);
    }
}
