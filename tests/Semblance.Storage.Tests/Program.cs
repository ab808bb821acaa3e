using Semblance.Storage.Tests.Enrolment;
using Semblance.Storage.Tests.Sqlite;
using Xunit.MicrosoftTestingPlatform;

namespace Semblance.Storage.Tests;

/// <summary>Runs the tests; with <c>write</c> or <c>enrol</c> it is the process that they let work on a store, or kill.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args) => args switch
    {
        ["write", .. var rest] => await WriterProcess.MainAsync(rest),
        ["enrol", .. var rest] => await EnrollerProcess.MainAsync(rest),
        _ => await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions),
    };
}
