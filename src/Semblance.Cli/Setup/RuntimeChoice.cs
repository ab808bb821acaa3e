using Semblance.Cli.Output;

namespace Semblance.Cli.Setup;

/// <summary>What the networks are run with: SEMBLANCE_PROVIDER (cpu, cuda, directml, coreml, openvino), else the processor.</summary>
internal static class RuntimeChoice
{
    private const string Variable = "SEMBLANCE_PROVIDER";

    /// <exception cref="UsageException">There is no such provider.</exception>
    public static RuntimeOptions Read()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } name)
            return RuntimeOptions.Default;
        try
        {
            return new RuntimeOptions { Provider = RuntimeOptions.ProviderNamed(name) };
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"{Variable}: {e.Message}", e);
        }
    }
}
