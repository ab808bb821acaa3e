using System.Runtime.InteropServices;
using Semblance.Testing;

namespace Semblance.Tests.Cli;

/// <summary>
/// A program as somebody installs it: its build output in a folder elsewhere, away from the repository, on a machine where OpenCV's
/// native library cannot be loaded.
/// </summary>
internal sealed class InstalledProgram : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Copies the output of a project that was built as these tests were.</summary>
    public InstalledProgram(string project)
    {
        string built = Built(project), output = Path.GetDirectoryName(built)!;
        foreach (string file in Directory.EnumerateFiles(output))
            File.Copy(file, _folder.File(Path.GetFileName(file)));
        foreach (string file in NativeLibraries(output))
        {
            string copy = _folder.File(Path.GetRelativePath(output, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            if (Path.GetFileName(file).Contains("OpenCvSharpExtern"))
                File.WriteAllText(copy, "no library");
            else
                File.Copy(file, copy);
        }
        FileName = _folder.File(Path.GetFileName(built));
    }

    /// <summary>The program of a project where it was built, as these tests were.</summary>
    public static string Built(string project)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        string program = Path.Combine(TestData.Repository, "artifacts", "bin", project, configuration, project + (OperatingSystem.IsWindows() ? ".exe" : ""));
        return File.Exists(program) ? program : throw new FileNotFoundException($"{program} is missing: build the whole solution (dotnet build Semblance.slnx) before these tests.");
    }

    /// <summary>The program's file.</summary>
    public string FileName { get; }

    /// <summary>Where its built-in pack lies; nothing is there at first.</summary>
    public string BuiltinFolder => _folder.File("packs/builtin");

    /// <summary>
    /// Makes a pack of published networks (YuNet, MobileFace) by <c>packs add</c> in the program's home; the test is skipped where
    /// the networks are missing.
    /// </summary>
    /// <returns>The pack's folder.</returns>
    public static string AddPublishedNetworks(CommandLine semblance, string name)
    {
        var added = semblance.Run(
            "packs", "add", name, "--detector", TestData.RequireModel("yunet_s_dynamic.onnx"), "--embedder", TestData.RequireModel("mobileface_v2.onnx"),
            "--threshold", "0.4", "--licence", "MIT", "--json");
        Assert.True(added.ExitCode == 0, added.Error);
        return added.Json.GetProperty("folder").GetString()!;
    }

    /// <summary>Puts a pack in the built-in one's place.</summary>
    public void SetBuiltin(string pack)
    {
        Directory.CreateDirectory(BuiltinFolder);
        foreach (string file in Directory.EnumerateFiles(pack))
            File.Copy(file, Path.Combine(BuiltinFolder, Path.GetFileName(file)), overwrite: true);
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string> NativeLibraries(string output)
    {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        string[] identifiers = [system, $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}"];
        return identifiers.Select(identifier => Path.Combine(output, "runtimes", identifier)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
    }
}
