using System.CommandLine;
using Semblance.Cli.Gallery;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Storage.Encryption;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance gallery backup|rotate-key|move|retention</c>.</summary>
internal static class GalleryCommand
{
    private static readonly Argument<string> s_file = new("FILE") { Description = "The file to write; it must not exist." };

    private static readonly Option<string?> s_newKey = new("--new-key")
    {
        Description = "A file with the new master key: 32 bytes, or their base64. Default: one is made, where the master key lies in a file.",
        HelpName = "FILE",
    };

    public static Command Create() => new("gallery", "Back the gallery up, change its master key, move it to another place, or say what expires.")
    {
        new ExampledCommand(
            "backup",
            "Write a copy of gallery.db while others go on working. It cannot be read without gallery.keys and the master key, which never belong into the same place.",
            "semblance gallery backup /backups/gallery.db") { s_file, CommonOptions.Json }.Runs(BackupAsync),
        new ExampledCommand("rotate-key", "Wrap every key with a new master key.", "semblance gallery rotate-key", "semblance gallery rotate-key --new-key next.key") { s_newKey, CommonOptions.Json }.Runs(RotateAsync),
        MoveCommand.Create(),
        RetentionCommand.Create(),
    };

    private static async Task<int> BackupAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        string file = Path.GetFullPath(arguments.GetRequiredValue(s_file));
        if (Path.Exists(file))
            throw new UsageException($"{file} exists already.");
        await using var store = await HomeStore.OpenAsync(cancellation);
        await store.BackupAsync(file, cancellation);
        await store.NoteAsync("gallery.backup");
        terminal.Document(new { file, bytes = new FileInfo(file).Length });
        terminal.Say($"{file} holds the gallery. gallery.keys and the master key are not in it: keep them apart from it.");
        return ExitCode.Success;
    }

    private static async Task<int> RotateAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        await using var store = await HomeStore.OpenAsync(cancellation);
        byte[]? next = null;
        if (arguments.GetValue(s_newKey) is { } file)
            next = File.Exists(file) ? MasterKeySource.ReadKey(file) : throw new UsageException($"--new-key {file}: there is no such file.");
        if (next is null && !store.CanMakeMasterKey)
            throw new UsageException($"The master key comes from {store.MasterKey}: make a new one (head -c 32 /dev/urandom | base64 > next.key), name it with --new-key, and put it there afterwards.");
        await store.RotateMasterKeyAsync(next, cancellation);
        await store.NoteAsync("gallery.rotated");
        terminal.Document(new { rotated = true, masterKey = store.MasterKey });
        terminal.Say(store.CanMakeMasterKey ? $"The gallery has a new master key in {store.MasterKey}." : $"The gallery has a new master key. Put it into {store.MasterKey} now: the old one opens nothing any more.");
        return ExitCode.Success;
    }
}
