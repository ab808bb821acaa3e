using System.Diagnostics;
using Semblance.Cli.Login;
using Semblance.OpenCv;
using Semblance.Testing;

namespace Semblance.Login.Tests;

/// <summary>The module, made once, and a file system in which the man of a clip is enrolled as two users of this machine.</summary>
public sealed class LoginFixture : IAsyncLifetime
{
    /// <summary>The users of every Debian that the man is enrolled as; nobody's password is known.</summary>
    public const string User = "nobody", Other = "games";

    private readonly TemporaryFolder _folder = new();

    // One for all classes, which begin side by side.
    private static readonly Lazy<string> s_module = new(MakeModule);

    /// <summary>pam_semblance.so.</summary>
    public string Module { get; private set; } = "";

    /// <summary>The file system that daemons of tests work in.</summary>
    public string Root => _folder.File("root");

    public static string Live => TestData.Require("videos/turning-live.mp4");

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
            return;
        Module = s_module.Value;
        if (!File.Exists(Path.Combine(TestData.Root, "videos/turning-live.mp4")))
            return;
        // Users other than root reach sockets and the module in it; the gallery stays closed to them.
        Directory.CreateDirectory(Root);
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        await using var store = await new LoginPlaces(Root).OpenAsync(default);
        using var engine = LoginFaces.Start(new LoginSettings());
        foreach (string user in (string[])[User, Other])
        {
            using var camera = new VideoFileSource(Live);
            var enrolled = await LoginEnrolment.RunAsync(store, engine, camera, Account.Find(user)!, null, allowDuplicate: user != User, _ => { }, default);
            Assert.True(enrolled.IsEnrolled, $"{enrolled.Decision.Outcome} {string.Join(" ", enrolled.Decision.Reasons)}");
        }
    }

    /// <summary>Skips a test where the login cannot be tried.</summary>
    public void Require()
    {
        Assert.SkipUnless(Module.Length > 0, "PAM is tried as root on Linux, in a mount namespace of its own.");
        _ = Live;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    // The module is compiled by NativeAOT, which takes a while: only where its source is newer.
    private static string MakeModule()
    {
        string folder = Path.Combine(TestData.Repository, "artifacts", "pam"), module = Path.Combine(folder, "pam_semblance.so");
        var sources = Directory.EnumerateFiles(Path.Combine(TestData.Repository, "src", "Semblance.Pam"))
            .Concat(((string[])["LoginFrame.cs", "LoginServices.cs"]).Select(file => Path.Combine(TestData.Repository, "src", file)));
        if (!File.Exists(module) || sources.Any(source => File.GetLastWriteTimeUtc(source) > File.GetLastWriteTimeUtc(module)))
        {
            using var script = Process.Start(new ProcessStartInfo(Path.Combine(TestData.Repository, "deploy", "pam.sh"), [folder]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var said = script.StandardOutput.ReadToEndAsync();
            string errors = script.StandardError.ReadToEnd();
            script.WaitForExit();
            Assert.True(script.ExitCode == 0, $"deploy/pam.sh: {errors} {said.Result}");
            File.SetLastWriteTimeUtc(module, DateTime.UtcNow);
        }
        return module;
    }
}
