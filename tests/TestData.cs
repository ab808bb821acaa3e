namespace Semblance.Testing;

/// <summary>Finds the research data that tests use and that is no part of the repository; tests that need it are skipped where it is missing.</summary>
internal static class TestData
{
    /// <summary>The repository's own folder.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The folder named by SEMBLANCE_DATA; without it, shared/data beside the repository.</summary>
    public static string Root { get; } = Environment.GetEnvironmentVariable("SEMBLANCE_DATA") is { Length: > 0 } named
        ? named
        : Path.GetFullPath(Path.Combine(Repository, "..", "shared", "data"));

    /// <summary>A file or folder of the data; the test is skipped, with the reason, where it does not exist.</summary>
    public static string Require(string relative)
    {
        string path = Path.Combine(Root, relative);
        Assert.SkipUnless(Path.Exists(path), $"{path} is missing; set SEMBLANCE_DATA to the folder that holds {relative}");
        return path;
    }

    /// <summary>A network of the folder <c>models</c> beside the data; the test is skipped, with the reason, where it does not exist.</summary>
    public static string RequireModel(string file)
    {
        string path = Path.GetFullPath(Path.Combine(Root, "..", "models", file));
        Assert.SkipUnless(File.Exists(path), $"{path} is missing; SEMBLANCE_DATA names the data, and the folder models beside it holds {file}");
        return path;
    }

    /// <summary>A file of the folder <c>cases</c> beside the data; the test is skipped, with the reason, where it does not exist.</summary>
    public static string RequireCase(string file)
    {
        string path = Path.GetFullPath(Path.Combine(Root, "..", "cases", file));
        Assert.SkipUnless(File.Exists(path), $"{path} is missing; SEMBLANCE_DATA names the data, and the folder cases beside it holds {file}");
        return path;
    }

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Semblance.slnx")))
                return folder.FullName;
        }
        throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}

/// <summary>A folder of its own for a test, removed with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("semblance-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
