using System.CommandLine;
using Semblance.Cli.Gallery;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Numbers;
using Semblance.Storage;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance keys create|list|revoke</c>: who may ask the service.</summary>
internal static class KeysCommand
{
    private const int MaximumName = 64;

    private static readonly Argument<string> s_name = CreateName();

    private static readonly Option<Role> s_role = new("--role") { Description = "What it may do: verify, enroll (verify too) or admin (everything).", Required = true };

    private static readonly Option<double?> s_days = NumberOption.Optional<double>("--days", "It ends by itself after so many days. Default: never.", Limits.Within(0, 36_500));

    private static readonly Argument<Guid> s_id = new("ID") { Description = "The key's id, as keys list shows it." };

    public static Command Create() => new("keys", "Create, list or revoke keys for programs and kiosks that ask the service.")
    {
        new ExampledCommand("create", "Create a key. Its text is printed this once; only a hash is stored.", "semblance keys create \"front door\" --role verify", "semblance keys create visit --role enroll --days 7")
        {
            s_name, s_role, CommonOptions.Fmr, s_days, CommonOptions.Json,
        }.Runs(CreateAsync),
        new ExampledCommand("list", "List the keys, without their texts.", "semblance keys list") { CommonOptions.Json }.Runs(ListAsync),
        new ExampledCommand("revoke", "End a key at once.", "semblance keys revoke 0198c0de-0000-7000-8000-000000000000") { s_id, CommonOptions.Json }.Runs(RevokeAsync),
    };

    private static async Task<int> CreateAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        DateTimeOffset? expires = arguments.GetValue(s_days) is { } days ? DateTimeOffset.UtcNow.AddDays(days) : null;
        await using var store = await HomeStore.OpenAsync(cancellation);
        var (text, key) = await store.Keys.CreateAsync(
            new NewAccessKey(arguments.GetRequiredValue(s_name), arguments.GetValue(s_role), arguments.GetValue(CommonOptions.Fmr), expires), cancellation);
        await store.NoteAsync("key.added", detail: $"{key.Name} ({key.Role})");
        terminal.Document(new { key = text, key.Id, key.Name, role = Word(key.Role), key.Fmr, key.Created, key.Expires });
        terminal.Say(text);
        Terminal.Note($"Keep it well: it is shown this once. {key.Name} may {Word(key.Role)}{(key.Expires is { } end ? $" until {end:yyyy-MM-dd HH:mm} UTC" : "")}; semblance keys revoke {key.Id} ends it.");
        return ExitCode.Success;
    }

    private static async Task<int> ListAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        await using var store = await HomeStore.OpenAsync(cancellation);
        var keys = await store.Keys.ListAsync(cancellation);
        terminal.Document(new { keys = keys.Select(key => new { key.Id, key.Name, role = Word(key.Role), key.Fmr, key.Created, key.Expires, key.Revoked }) });
        foreach (var key in keys)
        {
            string state = key.Revoked is { } revoked ? $", revoked {revoked:yyyy-MM-dd HH:mm} UTC" : key.Expires is { } end ? $", until {end:yyyy-MM-dd HH:mm} UTC" : "";
            terminal.Say($"{key.Id}  {key.Name}: {Word(key.Role)}, created {key.Created:yyyy-MM-dd HH:mm} UTC{state}");
        }
        if (keys.Count == 0)
            terminal.Say("There is no key.");
        return ExitCode.Success;
    }

    private static async Task<int> RevokeAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var id = arguments.GetValue(s_id);
        await using var store = await HomeStore.OpenAsync(cancellation);
        if (!await store.Keys.RevokeAsync(id, cancellation))
            throw new UsageException($"There is no key {id}. semblance keys list shows them.");
        await store.NoteAsync("key.revoked", detail: id.ToString());
        terminal.Document(new { revoked = id });
        terminal.Say($"{id} is revoked.");
        return ExitCode.Success;
    }

    private static string Word(Role role) => role.ToString().ToLowerInvariant();

    private static Argument<string> CreateName()
    {
        var argument = new Argument<string>("NAME") { Description = $"What the key is for, 1 to {MaximumName} characters." };
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && token.Value.Length is 0 or > MaximumName)
                result.AddError($"The name of a key has 1 to {MaximumName} characters.");
        });
        return argument;
    }
}
