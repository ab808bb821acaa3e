using Xunit.MicrosoftTestingPlatform;

namespace Semblance.Login.Tests;

/// <summary>Runs the tests; with <c>daemon</c> it is the process of a daemon whose camera is a clip.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) => args switch
    {
        ["daemon", .. var rest] => await DaemonProcess.MainAsync(rest),
        _ => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    };
}
