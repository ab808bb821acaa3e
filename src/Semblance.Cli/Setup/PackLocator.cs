using Semblance.Cli.Output;

namespace Semblance.Cli.Setup;

/// <summary>
/// Chooses the pack: --pack (a folder, or the name of an installed pack), else SEMBLANCE_PACK, else the built-in one beside the
/// program. A pack that somebody installed decides only where it is named, and never under the built-in one's name; a pack in the
/// working directory decides only where its path is given.
/// </summary>
internal static class PackLocator
{
    /// <summary>The name that only the pack beside the program has.</summary>
    public const string Builtin = "builtin";

    /// <exception cref="UsageException">The pack that was named does not exist.</exception>
    /// <exception cref="PackException">It is damaged, or the built-in one is missing.</exception>
    public static ModelPack Load(string? option)
    {
        if (option is not null)
            return ModelPack.Load(Named(option, "--pack"));
        if (Environment.GetEnvironmentVariable("SEMBLANCE_PACK") is { Length: > 0 } variable)
            return ModelPack.Load(Named(variable, "SEMBLANCE_PACK"));
        return Directory.Exists(ModelPack.BuiltinFolder)
            ? ModelPack.Builtin()
            : throw new PackException(
                $"The built-in pack is missing: there is no {ModelPack.BuiltinFolder}. Name another with --pack or SEMBLANCE_PACK: semblance packs pull opencv downloads one, semblance-train siamese --data FOLDER_OF_FACES trains one.");
    }

    /// <summary>
    /// The folders of all packs that can be named: those beside the program, in SEMBLANCE_HOME/packs, and in the repository that the
    /// program was built in. Of several with one name, the first.
    /// </summary>
    public static IReadOnlyList<string> Installed() =>
        [.. PlacesOfPacks().SelectMany(PacksIn).DistinctBy(Path.GetFileName, StringComparer.OrdinalIgnoreCase)];

    private static string Named(string name, string origin)
    {
        // A bare name is looked for among the installed packs first, so that a folder of that name lying about does not decide.
        if (name == Path.GetFileName(name) && Installed().FirstOrDefault(folder => Path.GetFileName(folder) == name) is { } installed)
            return installed;
        return Directory.Exists(name) || File.Exists(name)
            ? name
            : throw new UsageException($"{origin} {name}: there is no such folder, and no installed pack has this name.");
    }

    private static IReadOnlyList<string> PacksIn(string folder) => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateDirectories(folder).Where(pack => Path.GetFileName(pack)[0] != '.' && File.Exists(Path.Combine(pack, "pack.json"))).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> PlacesOfPacks()
    {
        yield return Path.GetDirectoryName(ModelPack.BuiltinFolder)!;
        yield return SemblanceHome.Packs;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Semblance.slnx")))
                yield return Path.Combine(folder.FullName, "packs");
        }
    }
}
