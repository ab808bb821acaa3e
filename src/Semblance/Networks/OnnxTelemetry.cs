using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Semblance.Networks;

/// <summary>
/// ONNX Runtime's packages for Linux and macOS note in the user's cache folder how they are used, and upload that. Nothing here leaves the machine, so it is
/// switched off before the first network is loaded. Safe for several threads.
/// </summary>
internal static partial class OnnxTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";
    private static readonly Lazy<bool> s_off = new(SwitchOff);

    /// <summary>Switches it off for the process; to be called before anything else of ONNX Runtime.</summary>
    public static void Disable() => _ = s_off.Value;

    private static bool SwitchOff()
    {
        // The runtime reads the system's own variables, of which .NET changes its copy only.
        if (OperatingSystem.IsWindows())
            Environment.SetEnvironmentVariable(Variable, "1");
        else if (SetVariable(Variable, "1", 1) != 0)
            throw new InvalidOperationException($"{Variable} cannot be set (error {Marshal.GetLastPInvokeError()}).");
        OrtEnv.Instance().DisableTelemetryEvents();
        return true;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
