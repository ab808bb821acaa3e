using Semblance.Cli.Output;
using Semblance.Packs;

namespace Semblance.Cli.Setup;

/// <summary>
/// Chooses the pack: --pack (a folder, or the name of an installed pack), else SEMBLANCE_PACK, else the only pack under
/// SEMBLANCE_HOME/packs, else the only one under <c>packs</c> beside the program or in the repository it was built in. Never the
/// working directory: a pack that somebody left there would decide.
/// </summary>
internal static class PackLocator
{
    private const string HowToTrain =
        "No pack is installed. Train one: semblance-train siamese --data FOLDER_OF_FACES --out packs/classic; then give it with --pack packs/classic or SEMBLANCE_PACK.";

    /// <exception cref="UsageException">The pack that was named does not exist, or several are installed and none was named.</exception>
    /// <exception cref="PackException">There is none, or it is damaged.</exception>
    public static ModelPack Load(string? option) => ModelPack.Load(Choose(option));

    /// <summary>The folders of all installed packs.</summary>
    public static IReadOnlyList<string> Installed() => [.. PacksIn(SemblanceHome.Packs), .. ProgramFolders().SelectMany(PacksIn)];

    private static string Choose(string? option)
    {
        if (option is not null)
            return Named(option, "--pack");
        if (Environment.GetEnvironmentVariable("SEMBLANCE_PACK") is { Length: > 0 } variable)
            return Named(variable, "SEMBLANCE_PACK");
        foreach (string folder in (string[])[SemblanceHome.Packs, .. ProgramFolders()])
        {
            var packs = PacksIn(folder);
            if (packs.Count > 1)
                throw new UsageException($"Several packs are installed ({string.Join(", ", packs.Select(Path.GetFileName))}): choose one with --pack.");
            if (packs.Count == 1)
                return packs[0];
        }
        throw new PackException(HowToTrain);
    }

    private static string Named(string name, string origin)
    {
        if (Directory.Exists(name) || File.Exists(name))
            return name;
        return Installed().FirstOrDefault(folder => Path.GetFileName(folder) == name)
            ?? throw new UsageException($"{origin} {name}: there is no such folder, and no installed pack has this name.");
    }

    private static IReadOnlyList<string> PacksIn(string folder) => !Directory.Exists(folder)
        ? []
        : [.. Directory.EnumerateDirectories(folder).Where(pack => File.Exists(Path.Combine(pack, "pack.json"))).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> ProgramFolders()
    {
        yield return Path.Combine(AppContext.BaseDirectory, "packs");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Semblance.slnx")))
                yield return Path.Combine(folder.FullName, "packs");
        }
    }
}
