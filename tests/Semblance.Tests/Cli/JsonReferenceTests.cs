using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using Semblance.Cli.Commands;
using Semblance.Cli.Setup;
using Semblance.Testing;

namespace Semblance.Tests.Cli;

/// <summary>docs/cli.md names the fields that every command prints with --json: each command is run on real photos, and the names are compared.</summary>
public sealed partial class JsonReferenceTests : IDisposable
{
    private static readonly Dictionary<string, IReadOnlyList<string>> s_page = ReadPage();

    private readonly CommandLine _semblance = new() { Pack = Path.Combine(TestData.Repository, "packs", "builtin") };

    public void Dispose() => _semblance.Dispose();

    [Fact]
    public void Page_EveryCommand_StandsInItAndTakesJson()
    {
        var commands = Leaves(CommandTree.Create(), []).ToList();

        Assert.All(commands, command => Assert.Contains(CommonOptions.Json, command.Command.Options));
        Assert.Equal(commands.Select(command => string.Join(' ', command.Words)).Order(), s_page.Keys.Order());
    }

    [Fact]
    public void Photos_EveryCommandThatTakesThem_PrintsTheFieldsOfThePage()
    {
        string photo = CommandLine.Lfw("Abdullah_Gul", 13), other = CommandLine.Lfw("Abdullah_Gul", 14);
        Check("compare", photo, other);
        Check("detect", photo, _semblance.Write("empty.jpg", []));
        Check("liveness", "--from", photo);
        Check("enroll", "gul", "--from", photo, "--keep-photos");
        Check("verify", "gul", "--from", other, "--liveness", "off");
        Check("identify", "--from", other, "--liveness", "off");
        Check("watch", "--from", other, "--liveness", "off");
        Check("people list");
        string id = Check("people show", "gul").GetProperty("id").GetString()!;
        Check("people re-embed", "gul");
        Check("people mistaken", "gul");
        Check("people mistaken", "gul", "--undo");
        Check("people rename", "gul", "abdullah");
        string sealedFile = _semblance.File("gul.sealed"), passphrase = _semblance.Write("passphrase.txt", "correct horse battery staple"u8.ToArray());
        Check("people export", "abdullah", "--out", sealedFile, "--passphrase-file", passphrase);
        Check("people remove", "abdullah");
        Check("people verify-removed", id);
        Check("gallery retention", "--unused-days", "1");
        Check("gallery retention", "--run");
        Check("people import", sealedFile, "--passphrase-file", passphrase);
        Check("enroll", "gul", "--from", other, "--allow-duplicate");
        Check("people merge", "gul", "abdullah");
        Check("audit list");
        Check("audit verify");
        Check("gallery backup", _semblance.File("backup.db"));
        Check("gallery rotate-key");
    }

    [Fact]
    public void Clip_Liveness_PrintsTheFieldsOfThePage() => Check("liveness", "--from", CommandLine.Clip("turning-live"), "--seconds", "1");

    [Fact]
    public void PadTest_WhatItDoes_PrintsTheFieldsOfThePage()
    {
        string live = TestData.Require("liveness/msu/live/02.jpg"), print = TestData.Require("liveness/msu/print/02.jpg"), folder = _semblance.File("report");
        Check("pad-test", "--live", live, "--attack", $"print={print}", "--report", folder);
        Check("pad-test", "--verify", folder);
        Check("pad-test", "--list");
    }

    [Fact]
    public void KeysAndPacks_TheirCommands_PrintTheFieldsOfThePage()
    {
        string id = Check("keys create", "door", "--role", "verify").GetProperty("id").GetString()!;
        Check("keys list");
        Check("keys revoke", id);
        Check("packs add", "mine", "--embedder", Path.Combine(_semblance.Pack!, "embedder.onnx"), "--detector", Path.Combine(_semblance.Pack!, "detector.onnx"), "--threshold", "0.4");
        Check("packs list");
        Check("packs verify");
    }

    [Fact]
    public void Evaluation_ItsCommands_PrintTheFieldsOfThePage()
    {
        string images = TestData.Require("att_faces");
        _semblance.Pack = TinyPack.Write(_semblance.File("tiny"));
        var different = from a in Enumerable.Range(1, 26) from b in Enumerable.Range(1, 26) where a < b select $"s{a}/1.pgm,s{b}/2.pgm,0,{a % 2}";
        var same = Enumerable.Range(1, 40).Select(a => $"s{a}/1.pgm,s{a}/7.pgm,1,{a % 2}");
        var pairs = different.Concat(same);
        string list = _semblance.Write("pairs.csv", System.Text.Encoding.UTF8.GetBytes("a,b,same,fold\n" + string.Join('\n', pairs)));
        Check("calibrate", "--pairs", list, "--images", images, "--aligned");
        _semblance.Pack = Path.Combine(TestData.Repository, "packs", "builtin");
        string photos = string.Join('\n', Enumerable.Range(1, 4).Select(a => $"{Path.Combine(images, $"s{a}", "1.pgm")},s{a},{a % 2}"));
        Check("evaluate", "--pairs", list, "--images", images, "--aligned", "--groups", _semblance.Write("groups.csv", System.Text.Encoding.UTF8.GetBytes("file,person,group\n" + photos)));
    }

    [Fact]
    public async Task Serve_OnceItListens_PrintsTheFieldsOfThePage()
    {
        using var process = _semblance.Start("serve", "--urls", "http://127.0.0.1:0", "--json");
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string? line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        process.Kill();
        string said = await error;

        Assert.True(line is not null, said);
        Compare("serve", JsonDocument.Parse(line!).RootElement);
    }

    // Runs a command and returns the last document; every document has the fields of the page.
    private JsonElement Check(string command, params string[] arguments)
    {
        var result = _semblance.Run([.. command.Split(' '), .. arguments, "--json"]);
        Assert.True(result.JsonLines.Count > 0, $"{command}: {result.Error}");
        foreach (var document in result.JsonLines)
        {
            Assert.False(document.TryGetProperty("error", out _) && command != "detect", $"{command}: {document}");
            if (!document.TryGetProperty("error", out _))
                Compare(command, document);
        }
        return result.JsonLines[^1];
    }

    private static void Compare(string command, JsonElement document)
    {
        var printed = Fields(document, "").ToList();
        var named = s_page[command];
        var unnamed = printed.Where(field => !named.Any(name => Names(name, field.Path) || field.IsEmpty && name.StartsWith(field.Path))).Select(field => field.Path);
        // What lies below something that is null or empty cannot be there.
        var empty = printed.Where(field => field.IsEmpty).Select(field => field.Path).ToList();
        var missing = named.Where(name => !name.EndsWith('?') && !printed.Any(field => Names(name, field.Path)) && !empty.Any(path => name.StartsWith(path)));

        Assert.True(!unnamed.Any(), $"docs/cli.md, {command}: does not name {string.Join(", ", unnamed)}");
        Assert.True(!missing.Any(), $"docs/cli.md, {command}: names {string.Join(", ", missing)}, which was not printed");
    }

    private static bool Names(string name, string path)
    {
        name = name.TrimEnd('?');
        return name == path || name.EndsWith(".*") && (path == name[..^2] || path.StartsWith(name[..^1]) || path.StartsWith(name[..^2] + "["));
    }

    private static IEnumerable<(string Path, bool IsEmpty)> Fields(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                return element.EnumerateObject().SelectMany(property => Fields(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}"));
            case JsonValueKind.Array when element.EnumerateArray().Any(entry => entry.ValueKind == JsonValueKind.Object):
                return element.EnumerateArray().SelectMany(entry => Fields(entry, path + "[]")).Distinct();
            case JsonValueKind.Array when element.GetArrayLength() == 0:
                return [(path, true)];
            default:
                return [(path, element.ValueKind == JsonValueKind.Null)];
        }
    }

    private static Dictionary<string, IReadOnlyList<string>> ReadPage()
    {
        var page = new Dictionary<string, IReadOnlyList<string>>();
        foreach (string section in File.ReadAllText(Path.Combine(TestData.Repository, "docs", "cli.md")).ReplaceLineEndings("\n").Split("\n### ").Skip(1))
            page.Add(section[..section.IndexOf('\n')].Trim(), [.. Row().Matches(section).Select(row => row.Groups[1].Value)]);
        return page;
    }

    private static IEnumerable<(Command Command, string[] Words)> Leaves(Command command, string[] words) => command.Subcommands.Count == 0
        ? [(command, words)]
        : command.Subcommands.SelectMany(each => Leaves(each, [.. words, each.Name]));

    [GeneratedRegex(@"^\| `([^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
