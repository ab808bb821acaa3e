using System.Globalization;
using Semblance.Liveness;
using Semblance.Packs;
using Semblance.Server.Access;
using Semblance.Server.Hosting;
using Semblance.Storage;

namespace Semblance.Server.Settings;

/// <summary>The settings that administrators change while the service runs, each before what the configuration says. Safe for several threads.</summary>
internal sealed class CurrentSettings(IStore store, ServerOptions options)
{
    public const string FmrName = "decision.fmr";
    public const string FpirName = "decision.fpir";
    public const string SignInAccessName = "signIn.access";

    /// <summary>The false match rate of decisions for a caller: their key's, else that of the installation; null: the pack's default.</summary>
    public async Task<double?> FmrAsync(Caller? caller, CancellationToken cancellation) => caller?.Fmr ?? await NumberAsync(FmrName, cancellation) ?? options.Decision.Fmr;

    /// <summary>The false positive identification rate.</summary>
    public async Task<double> FpirAsync(CancellationToken cancellation) => await NumberAsync(FpirName, cancellation) ?? options.Decision.Fpir;

    /// <summary>
    /// The false positive identification rate of a caller's question. Among few people FPIR / N would allow each comparison more than a claim may have; it
    /// never does.
    /// </summary>
    public async Task<double> FpirAsync(Caller caller, ModelPack pack, int people, CancellationToken cancellation)
    {
        double fpir = await FpirAsync(cancellation);
        return pack.ThresholdFor(await FmrAsync(caller, cancellation)).Fmr is { } fmr && people > 0 ? Math.Min(fpir, fmr * people) : fpir;
    }

    /// <summary>Who may open the sign-in page.</summary>
    public async Task<SignInAccess> SignInAccessAsync(CancellationToken cancellation) =>
        await store.Settings.GetAsync(SignInAccessName, cancellation) is { } text ? Enum.Parse<SignInAccess>(text) : options.SignIn.Access;

    /// <summary>What the page says of other ways to sign in; null: its own words.</summary>
    public string? Fallback => options.SignIn.Fallback;

    /// <summary>What sessions are checked for at least. No administrator changes it from the page: whoever takes over a page must not switch it off.</summary>
    public string Liveness => LivenessPolicy.Find(options.Liveness.Policy)!.Name;

    private async Task<double?> NumberAsync(string name, CancellationToken cancellation) =>
        await store.Settings.GetAsync(name, cancellation) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;
}
