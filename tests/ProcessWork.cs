using System.Diagnostics;

namespace Semblance.Testing;

/// <summary>Lets a program get to work before a test interrupts it.</summary>
internal static class ProcessWork
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    /// <summary>Waits until a running program has used so much of the processor, which on a busy machine takes longer; or until it ends.</summary>
    public static void WaitUntilUsed(this Process process, TimeSpan processor) => Assert.True(SpinWait.SpinUntil(() => HasUsed(process, processor), s_patience), "The program does nothing.");

    private static bool HasUsed(Process process, TimeSpan processor)
    {
        try
        {
            process.Refresh();
            return process.HasExited || process.TotalProcessorTime >= processor;
        }
        catch (InvalidOperationException) when (process.HasExited)
        {
            return true;
        }
    }
}
