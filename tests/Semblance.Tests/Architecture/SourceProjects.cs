using System.Reflection;
using Semblance.Testing;

namespace Semblance.Tests.Architecture;

/// <summary>The projects under src/ as they were built beside these tests.</summary>
internal static class SourceProjects
{
    public static IEnumerable<string> Names => Directory.EnumerateDirectories(Path.Combine(TestData.Repository, "src")).Select(folder => Path.GetFileName(folder)).Order();

    public static Assembly Load(string project) => Assembly.LoadFrom(Built(project, ".dll"));

    /// <summary>A file that the build left for a project; same configuration as these tests.</summary>
    public static string Built(string project, string ending)
    {
        string name = project == "Semblance.Training" ? "semblance-train" : project;
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        string path = Path.Combine(TestData.Repository, "artifacts", "bin", project, configuration, name + ending);
        Assert.True(File.Exists(path), $"{path} is missing: build the whole solution (dotnet build Semblance.slnx) before these tests.");
        return path;
    }
}
