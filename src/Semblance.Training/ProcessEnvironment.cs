using System.Runtime.InteropServices;

namespace Semblance.Training;

/// <summary>
/// Gives the process the environment that libtorch needs to be fast and right. GNU OpenMP and the C library read these variables once, before
/// any of our code runs, so the program replaces itself by itself (execve) with the variables set: same process id, same terminal.
/// </summary>
internal static partial class ProcessEnvironment
{
    private const string Marker = "SEMBLANCE_TRAIN_ENVIRONMENT";

    private static readonly (string Name, string Value)[] Wanted =
    [
        // Idle worker threads sleep instead of spinning: 30 times less time for single images when a core is busy.
        ("OMP_WAIT_POLICY", "passive"),
        ("GOMP_SPINCOUNT", "0"),
        // Big tensors are recycled inside the process instead of being mapped and unmapped at every step: half the time.
        ("GLIBC_TUNABLES", "glibc.malloc.mmap_threshold=4294967296:glibc.malloc.trim_threshold=17179869184:glibc.malloc.top_pad=268435456"),
        // libtorch 2.10 computes with memory it never wrote where channels do not fill its vectors: 16 channels with AVX-512, 8 with AVX2 (docs/decisions/0006).
        ("ONEDNN_MAX_CPU_ISA", "AVX2"),
    ];

    /// <summary>Returns with the environment in place; what the user has set stays as it is. On other systems than Linux there is nothing to do.</summary>
    public static void Prepare()
    {
        if (!OperatingSystem.IsLinux() || Environment.GetEnvironmentVariable(Marker) is not null)
            return;
        var missing = Wanted.Where(w => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(w.Name))).ToList();
        if (missing.Count == 0)
            return;
        foreach (var (name, value) in missing)
            _ = SetEnvironment(name, value, 1);
        _ = SetEnvironment(Marker, "1", 1);
        var arguments = ReadArguments();
        var pointers = new IntPtr[arguments.Count + 1];
        for (int i = 0; i < arguments.Count; i++)
            pointers[i] = Marshal.StringToCoTaskMemUTF8(arguments[i]);
        _ = Execute("/proc/self/exe", pointers);
        Console.Error.WriteLine($"semblance-train: could not restart itself with a faster environment (error {Marshal.GetLastPInvokeError()}); going on slower.");
    }

    private static List<string> ReadArguments() => [.. File.ReadAllText("/proc/self/cmdline").TrimEnd('\0').Split('\0')];

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport("libc", EntryPoint = "execv", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Execute(string path, IntPtr[] arguments);
}
