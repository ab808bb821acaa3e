using System.CommandLine;
using Semblance.Cli.Gallery;
using Semblance.Cli.Output;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance people list|remove</c>: who is enrolled.</summary>
internal static class PeopleCommand
{
    public static Command Create() => new("people", "List or remove enrolled people.")
    {
        new ExampledCommand("list", "List the enrolled people.", "semblance people list --json") { CommonOptions.Json }.Runs(List),
        new ExampledCommand("remove", "Delete everything that is stored of a person.", "semblance people remove anna") { CommonOptions.Person, CommonOptions.Json }.Runs(Remove),
    };

    private static int List(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var gallery = CommonOptions.OpenGallery();
        var people = gallery.List().Select(gallery.Load).ToList();
        terminal.Document(new
        {
            people = people.Select(person => new { person.Name, pack = person.PackId, person.Created, embeddings = person.Embeddings.Count }),
        });
        foreach (var person in people)
            terminal.Say($"{person.Name}  {Words.Count(person.Embeddings.Count, "embedding", "embeddings")} of {person.PackId}, {person.Created:yyyy-MM-dd HH:mm} UTC");
        if (people.Count == 0)
            terminal.Say("Nobody is enrolled.");
        return ExitCode.Success;
    }

    private static int Remove(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var name = PersonName.Parse(arguments.GetRequiredValue(CommonOptions.Person));
        CommonOptions.OpenGallery().Remove(name);
        terminal.Document(new { removed = name.Value });
        terminal.Say($"{name} is removed.");
        return ExitCode.Success;
    }
}
