using System.Diagnostics;
using System.Text.Json;
using Semblance.Testing;

namespace Semblance.Tests.Cli;

/// <summary>What a command printed and returned.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    /// <summary>Stdout as one JSON document.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public IReadOnlyList<JsonElement> JsonLines =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    public string Outcome => Json.GetProperty("outcome").GetString()!;

    /// <summary>With --json: one document that says why there is no answer, with the exit code in it, and the same sentence for people.</summary>
    public void AssertIsError(int code, string? kind = null)
    {
        Assert.Equal(code, ExitCode);
        var error = Assert.Single(JsonLines).GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetInt32());
        Assert.Contains(error.GetProperty("kind").GetString(), (string[])["usage", "input", "environment", "stopped", "unexpected"]);
        if (kind is not null)
            Assert.Equal(kind, error.GetProperty("kind").GetString());
        Assert.Contains(error.GetProperty("message").GetString()!, Error.ReplaceLineEndings(" ").Replace("  ", " "));
    }
}

/// <summary>Runs the built program in a home of its own, with the tiny pack unless a test says otherwise.</summary>
internal sealed class CommandLine : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder _folder = new();
    private readonly string _program;

    /// <param name="program">The program; null: the one built beside these tests.</param>
    public CommandLine(string? program = null)
    {
        _program = program ?? Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "Semblance.Cli.exe" : "Semblance.Cli");
        Pack = TinyPack.Write(_folder.File("tiny"));
    }

    public string Home => _folder.File("home");

    /// <summary>SEMBLANCE_PACK; null where it is not set.</summary>
    public string? Pack { get; set; }

    /// <summary>Further variables of the program's environment.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public string File(string name) => _folder.File(name);

    public string Write(string name, byte[] bytes)
    {
        System.IO.File.WriteAllBytes(File(name), bytes);
        return File(name);
    }

    public string Write(string name, Photo photo) => Write(name, photo.EncodePng());

    public CommandResult Run(params string[] arguments)
    {
        using var process = Start(arguments);
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        return Finish(process, output, error.Result);
    }

    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(_program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (string name in (string[])["SEMBLANCE_DEBUG", "SEMBLANCE_PACK", "DISPLAY", "WAYLAND_DISPLAY"])
            start.Environment.Remove(name);
        start.Environment["SEMBLANCE_HOME"] = Home;
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        if (Pack is not null)
            start.Environment["SEMBLANCE_PACK"] = Pack;
        return Process.Start(start)!;
    }

    public static CommandResult Finish(Process process, string output, string error)
    {
        if (!process.WaitForExit(s_patience))
        {
            process.Kill();
            Assert.Fail($"The program did not end in {s_patience}.");
        }
        return new CommandResult(process.ExitCode, output, error);
    }

    public static string Lfw(string person, int number = 1) => TestData.Require($"lfw-dev/images/{person}/{person}_{number:0000}.jpg");

    public static string Clip(string name) => TestData.Require($"videos/{name}.mp4");

    public void Dispose() => _folder.Dispose();
}
