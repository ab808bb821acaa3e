using Microsoft.ML.OnnxRuntime;

namespace Semblance.Networks;

/// <summary>Adds an execution provider to the settings of a session, or says why it cannot be had.</summary>
internal static class ProviderSetup
{
    /// <exception cref="ExecutionProviderException">The provider is not in this build, or its libraries or its device are missing.</exception>
    public static void Apply(SessionOptions session, RuntimeOptions options)
    {
        if (options.Provider == ExecutionProvider.Cpu)
            return;
        string name = options.Provider.ToString().ToLowerInvariant(), runtimeName = RuntimeName(options.Provider);
        string[] available = OrtEnv.Instance().GetAvailableProviders();
        if (!available.Contains(runtimeName))
        {
            throw new ExecutionProviderException(
                $"The execution provider {name} is not in this build of ONNX Runtime, which has {string.Join(", ", available)}. Use a native package that has {runtimeName}, or the provider cpu.");
        }
        // Parts of a network that the provider cannot take would be run by the processor, and nobody would notice.
        session.AddSessionConfigEntry("session.disable_cpu_ep_fallback", "1");
        try
        {
            Append(session, options);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ExecutionProviderException($"The execution provider {name} cannot be started on this machine: {e.Message}", e);
        }
    }

    private static void Append(SessionOptions session, RuntimeOptions options)
    {
        var settings = options.ProviderSettings.ToDictionary();
        switch (options.Provider)
        {
            case ExecutionProvider.Cuda:
                using (var cuda = new OrtCUDAProviderOptions())
                {
                    if (settings.Count > 0)
                        cuda.UpdateOptions(settings);
                    session.AppendExecutionProvider_CUDA(cuda);
                }
                break;
            case ExecutionProvider.DirectMl:
                session.EnableMemoryPattern = false;
                session.AppendExecutionProvider_DML(settings.TryGetValue("device_id", out string? device) ? int.Parse(device, System.Globalization.CultureInfo.InvariantCulture) : 0);
                break;
            case ExecutionProvider.CoreMl:
                session.AppendExecutionProvider("CoreML", settings);
                break;
            case ExecutionProvider.OpenVino:
                session.AppendExecutionProvider("OpenVINO", settings);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(options), options.Provider, "There is no such execution provider.");
        }
    }

    private static string RuntimeName(ExecutionProvider provider) => provider switch
    {
        ExecutionProvider.Cuda => "CUDAExecutionProvider",
        ExecutionProvider.DirectMl => "DmlExecutionProvider",
        ExecutionProvider.CoreMl => "CoreMLExecutionProvider",
        ExecutionProvider.OpenVino => "OpenVINOExecutionProvider",
        _ => throw new ArgumentOutOfRangeException(nameof(provider)),
    };
}
