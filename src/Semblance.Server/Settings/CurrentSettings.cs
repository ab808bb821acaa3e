using System.Globalization;
using Semblance.Storage;

namespace Semblance.Server.Settings;

/// <summary>The rates of decisions: what administrators set while the service runs, else what the configuration says. Safe for several threads.</summary>
internal sealed class CurrentSettings(IStore store, DecisionOptions options)
{
    public const string FmrName = "decision.fmr";
    public const string FpirName = "decision.fpir";

    /// <summary>The false match rate of decisions: the caller's own where their key has one, else that of the installation; null: the pack's default.</summary>
    public async Task<double?> FmrAsync(double? ofCaller, CancellationToken cancellation) => ofCaller ?? await NumberAsync(FmrName, cancellation) ?? options.Fmr;

    /// <summary>The false positive identification rate.</summary>
    public async Task<double> FpirAsync(CancellationToken cancellation) => await NumberAsync(FpirName, cancellation) ?? options.Fpir;

    /// <summary>
    /// The false positive identification rate of a caller's question. Among few people FPIR / N would allow each comparison more than a claim may have; it
    /// never does.
    /// </summary>
    public async Task<double> FpirAsync(double? fmrOfCaller, ModelPack pack, int people, CancellationToken cancellation)
    {
        double fpir = await FpirAsync(cancellation);
        return pack.ThresholdFor(await FmrAsync(fmrOfCaller, cancellation)).Fmr is { } fmr && people > 0 ? Math.Min(fpir, fmr * people) : fpir;
    }

    private async Task<double?> NumberAsync(string name, CancellationToken cancellation) =>
        await store.Settings.GetAsync(name, cancellation) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;
}
