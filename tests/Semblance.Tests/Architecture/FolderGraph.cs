using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;
using Semblance.Testing;

namespace Semblance.Tests.Architecture;

/// <summary>Which folder of a project refers to which, read from signatures and method bodies of the built assembly. A type belongs to the folder that its source file lies in.</summary>
internal sealed partial class FolderGraph
{
    private const string Root = "(root)";

    private readonly Dictionary<string, string> _folders = [];
    private readonly Dictionary<(string From, string To), (string Type, string Used)> _edges = [];

    private FolderGraph(string project)
    {
        string source = Path.Combine(TestData.Repository, "src", project);
        foreach (string file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories))
        {
            string folder = Path.GetRelativePath(source, Path.GetDirectoryName(file)!).Replace('\\', '/');
            string text = File.ReadAllText(file), space = Namespace().Match(text).Groups[1].Value;
            foreach (Match match in Declaration().Matches(text))
                _folders[$"{space}.{match.Groups[1].Value}"] = folder == "." ? Root : folder;
        }
    }

    /// <summary>The folders that hold types, with one example for each reference between two of them.</summary>
    public IReadOnlyDictionary<(string From, string To), (string Type, string Used)> Edges => _edges;

    /// <summary>Reads a project.</summary>
    public static FolderGraph Of(string project)
    {
        var graph = new FolderGraph(project);
        using var module = ModuleDefinition.ReadModule(SourceProjects.Load(project).Location);
        foreach (var type in module.GetTypes())
            graph.Add(type);
        return graph;
    }

    /// <summary>References that close a circle, each with an example; empty where there is none.</summary>
    public IReadOnlyList<string> Circles()
    {
        var next = _edges.Keys.ToLookup(edge => edge.From, edge => edge.To);
        return [.. _edges.Where(edge => Reaches(edge.Key.To, edge.Key.From)).Select(edge => $"{edge.Key.From} -> {edge.Key.To} ({edge.Value.Type} uses {edge.Value.Used})").Order(StringComparer.Ordinal)];

        bool Reaches(string from, string to)
        {
            var seen = new HashSet<string> { from };
            var open = new Queue<string>([from]);
            while (open.TryDequeue(out string? folder))
            {
                if (folder == to)
                    return true;
                foreach (string other in next[folder].Where(seen.Add))
                    open.Enqueue(other);
            }
            return false;
        }
    }

    private void Add(TypeDefinition type)
    {
        Use(type, type.BaseType);
        foreach (var implemented in type.Interfaces)
            Use(type, implemented.InterfaceType);
        foreach (var field in type.Fields)
            Use(type, field.FieldType);
        foreach (var method in type.Methods)
        {
            Use(type, method.ReturnType);
            foreach (var parameter in method.Parameters)
                Use(type, parameter.ParameterType);
            if (!method.HasBody)
                continue;
            foreach (var variable in method.Body.Variables)
                Use(type, variable.VariableType);
            foreach (var instruction in method.Body.Instructions)
                Use(type, instruction);
        }
    }

    private void Use(TypeDefinition type, Instruction instruction)
    {
        switch (instruction.Operand)
        {
            case TypeReference used:
                Use(type, used);
                break;
            case GenericInstanceMethod generic:
                Use(type, generic.DeclaringType);
                foreach (var argument in generic.GenericArguments)
                    Use(type, argument);
                break;
            case MemberReference member:
                Use(type, member.DeclaringType);
                break;
        }
    }

    private void Use(TypeDefinition type, TypeReference? used)
    {
        if (used is GenericInstanceType generic)
        {
            foreach (var argument in generic.GenericArguments)
                Use(type, argument);
        }
        if (used?.GetElementType() is { } element && FolderOf(type) is { } from && FolderOf(element) is { } to && from != to && element.Scope == type.Module)
            _edges.TryAdd((from, to), (Outermost(type).Name, Outermost(element).Name));
    }

    private string? FolderOf(TypeReference type) => _folders.GetValueOrDefault(Outermost(type).FullName.Split('`')[0]);

    private static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^(?:public|internal)\s+(?:static |sealed |abstract |readonly |partial |ref |file )*(?:class|record struct|record class|record|struct|interface|enum)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
