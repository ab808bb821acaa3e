using System.Reflection;
using System.Runtime.CompilerServices;

namespace Semblance.Tests.Architecture;

/// <summary>Dependencies point down only: docs/architecture.md draws what is tested here.</summary>
public class DependencyTests
{
    private static readonly string[] s_heavy = ["OpenCvSharp", "TorchSharp", "ScottPlot", "Microsoft.AspNetCore", "Microsoft.Data.Sqlite", "Npgsql", "Pgvector", "System.CommandLine", "Spectre.Console"];

    // Every project of src/, what it may build on in src/, and which of the heavy packages are its own.
    private static readonly Dictionary<string, (string[] Projects, string[] Packages)> s_allowed = new()
    {
        ["Semblance"] = ([], []),
        ["Semblance.OpenCv"] = (["Semblance"], ["OpenCvSharp"]),
        ["Semblance.Pam"] = ([], []),
        ["Semblance.Reports"] = (["Semblance"], ["ScottPlot"]),
        ["Semblance.Storage"] = (["Semblance"], ["Microsoft.Data.Sqlite", "Npgsql"]),
        ["Semblance.Server"] = (["Semblance", "Semblance.Storage"], ["Microsoft.AspNetCore"]),
        ["Semblance.Training"] = (["Semblance", "Semblance.OpenCv", "Semblance.Reports"], ["TorchSharp", "OpenCvSharp", "System.CommandLine", "Spectre.Console"]),
        ["Semblance.Cli"] = (["Semblance", "Semblance.OpenCv", "Semblance.Reports", "Semblance.Storage", "Semblance.Server"], ["Microsoft.AspNetCore", "System.CommandLine", "Spectre.Console"]),
    };

    public static TheoryData<string> All => [.. SourceProjects.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void Project_References_PointDown(string project)
    {
        Assert.True(s_allowed.TryGetValue(project, out var allowed), $"src/{project} is new: say here and in docs/architecture.md what it may build on.");
        var references = SourceProjects.Load(project).GetReferencedAssemblies().Select(reference => reference.Name!).ToList();

        var wrongProjects = references.Where(name => name.StartsWith("Semblance") && !allowed.Projects.Contains(name));
        var wrongPackages = references.Where(name => s_heavy.Any(name.StartsWith) && !allowed.Packages.Any(name.StartsWith));

        Assert.Empty(wrongProjects);
        Assert.Empty(wrongPackages);
    }

    [Fact]
    public void Library_FoldersOfIt_DoNotReachUp()
    {
        // The way of the data: photo, face, embedding, score. An earlier station knows nothing of a later one.
        string[] stations = ["Semblance.Networks", "Semblance.Imaging", "Semblance.Detection", "Semblance.Recognition", "Semblance.Liveness", "Semblance.Packs", "Semblance.Identification"];
        var library = SourceProjects.Load("Semblance");
        foreach (var type in library.GetTypes().Where(type => stations.Contains(type.Namespace) && !IsGenerated(type)))
        {
            int own = Array.IndexOf(stations, type.Namespace);
            var reached = SignatureTypes(type).Select(used => Array.IndexOf(stations, used.Namespace)).Where(station => station > own);
            Assert.True(!reached.Any(), $"{type.FullName} reaches up from {type.Namespace}.");
        }
    }

    private static bool IsGenerated(Type type) => type.IsDefined(typeof(CompilerGeneratedAttribute), false);

    private static IEnumerable<Type> SignatureTypes(Type type)
    {
        const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        return type.GetFields(Declared).Select(field => field.FieldType)
            .Concat(type.GetMethods(Declared).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)))
            .Concat(type.GetConstructors(Declared).SelectMany(constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType)));
    }
}
