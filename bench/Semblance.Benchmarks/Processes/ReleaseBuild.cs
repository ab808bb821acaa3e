using Semblance.Benchmarks.Output;

namespace Semblance.Benchmarks.Processes;

/// <summary>Where the Release build of the programs lies, in the repository that this program was built in.</summary>
internal static class ReleaseBuild
{
    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>A program's file.</summary>
    /// <exception cref="BenchmarkException">It was not built.</exception>
    public static string Program(string project, string name)
    {
        string file = Path.Combine(Root, "artifacts", "bin", project, "release", OperatingSystem.IsWindows() ? name + ".exe" : name);
        return File.Exists(file) ? file : throw new BenchmarkException(ExitCode.Environment, $"{name} is not built; build it: dotnet build -c Release src/{project}");
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Semblance.slnx")))
                return folder.FullName;
        }
        throw new BenchmarkException(ExitCode.Environment, "The benchmarks run inside the repository only.");
    }
}
