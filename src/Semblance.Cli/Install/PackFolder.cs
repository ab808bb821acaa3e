using System.Text.Json;
using System.Text.RegularExpressions;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Packs;

namespace Semblance.Cli.Install;

/// <summary>
/// A pack on its way into SEMBLANCE_HOME/packs: it is put together in a folder aside, whose leading dot hides it from everything that
/// looks for packs, loaded and tried there, and moved into place as a whole.
/// </summary>
internal sealed partial class PackFolder
{
    private readonly string _packs;
    private readonly string _name;

    /// <param name="packs">The folder of all packs.</param>
    /// <param name="name">The pack's name.</param>
    /// <param name="aside">What the folder aside is called: one name that a later run goes on with, or a fresh one.</param>
    public PackFolder(string packs, string name, string aside)
    {
        (_packs, _name) = (packs, name);
        Aside = Path.Combine(packs, "." + aside);
        foreach (string folder in (string[])[Path.GetDirectoryName(Path.GetFullPath(packs))!, packs, Aside])
            MakePrivate(folder);
    }

    /// <summary>Where the pack's files are put.</summary>
    public string Aside { get; }

    public string Place => Path.Combine(_packs, _name);

    /// <exception cref="UsageException">The name cannot be a pack's.</exception>
    public static void CheckName(string name)
    {
        if (!AllowedName().IsMatch(name))
            throw new UsageException($"\"{name}\" is not a name for a pack: take 1 to 40 lower-case letters, digits and - _ ., beginning with a letter or digit.");
        if (name == PackLocator.Builtin)
            throw new UsageException($"{name} is the pack that comes with the program: choose another name.");
    }

    /// <summary>Writes pack.json, checks and tries the pack, and moves it into place; a former pack of the name gives way only then.</summary>
    /// <exception cref="PackException">It does not work; nothing has changed.</exception>
    public ModelPack Finish(PackManifest manifest)
    {
        File.WriteAllBytes(Path.Combine(Aside, "pack.json"), JsonSerializer.SerializeToUtf8Bytes(manifest, PackManifest.Json));
        PackTrial.Run(ModelPack.Load(Aside));

        string former = Path.Combine(_packs, $".old-{Guid.NewGuid():N}");
        if (Directory.Exists(Place))
            Directory.Move(Place, former);
        try
        {
            Directory.Move(Aside, Place);
        }
        catch when (Directory.Exists(former))
        {
            Directory.Move(former, Place);
            throw;
        }
        if (Directory.Exists(former))
            Directory.Delete(former, recursive: true);
        return ModelPack.Load(Place);
    }

    // The user's data folder holds faces too: it is nobody else's, whoever makes it first.
    private static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [GeneratedRegex(@"^[a-z0-9][a-z0-9._-]{0,39}\z")]
    private static partial Regex AllowedName();
}
