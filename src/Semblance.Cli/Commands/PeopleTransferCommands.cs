using System.CommandLine;
using Semblance.Cli.Gallery;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Storage;
using Semblance.Storage.Enrolment;
using Semblance.Storage.Sealing;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance people export|import</c>: one person in a sealed file.</summary>
internal static class PeopleTransferCommands
{
    private static readonly Option<string> s_out = new("--out") { Description = "The sealed file to write; it must not exist.", HelpName = "FILE", Required = true };

    private static readonly Argument<string> s_file = new("FILE") { Description = "A sealed file, as people export writes it." };

    private static readonly Option<string?> s_name = new("--name") { Description = "Enrol the person under this name. Default: the name in the file.", HelpName = "NAME" };

    public static Command Export() => new ExampledCommand(
        "export",
        "Write everything that is stored of a person into a file that only a passphrase opens.",
        "semblance people export anna --out anna.sealed",
        "semblance people export anna --out anna.sealed --passphrase-file secret.txt")
    {
        PeopleCommand.Who, s_out, Passphrase.File, CommonOptions.Json,
    }.Runs(ExportAsync);

    public static Command Import() => new ExampledCommand("import", "Enrol the person of a sealed file; exit code 1 where somebody else has this face.", "semblance people import anna.sealed", "semblance people import anna.sealed --name anna-2")
    {
        s_file, s_name, HomeEnrolment.AllowDuplicate, Passphrase.File, CommonOptions.Pack, CommonOptions.Json,
    }.Runs(ImportAsync);

    private static async Task<int> ExportAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        string file = Path.GetFullPath(arguments.GetRequiredValue(s_out));
        if (Path.Exists(file))
            throw new UsageException($"--out {file}: it exists already.");
        await using var store = await HomeStore.OpenAsync(cancellation);
        var person = await store.Gallery.RequireAsync(arguments.GetRequiredValue(PeopleCommand.Who), cancellation);
        string passphrase = Passphrase.Read(arguments, isNew: true);
        var content = await store.Gallery.ContentAsync(person.Id, cancellation) ?? throw new PersonNotFoundException(person.Name.Value);
        await OwnersFile.WriteAsync(file, SealedPerson.Seal(content, passphrase), cancellation);
        await store.NoteAsync("person.exported", person.Id);
        terminal.Document(new { person.Id, name = person.Name.Value, file, faces = content.Faces.Count, photos = content.Faces.Count(face => face.Photo is not null) });
        terminal.Say($"{person.Name} is sealed in {file}. Whoever has the passphrase can read it.");
        return ExitCode.Success;
    }

    private static async Task<int> ImportAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        string file = arguments.GetRequiredValue(s_file);
        if (!File.Exists(file))
            throw new UsageException($"{file}: there is no such file.");
        if (new FileInfo(file).Length > SealedPerson.MaximumSize)
            throw new UsageException($"{file} is too large for a sealed person.");
        await using var store = await HomeStore.OpenAsync(cancellation);
        var person = SealedPerson.Open(await File.ReadAllBytesAsync(file, cancellation), Passphrase.Read(arguments, isNew: false));
        if (arguments.GetValue(s_name) is { } name)
            person = person with { Name = PersonName.Parse(name) };
        var pack = PackLocator.Load(arguments.GetValue(CommonOptions.Pack));
        var request = new EnrolmentRequest(new Enrollee.Newcomer(person.Name, person.Consent), person.Faces, new FaceOrigin.Stored(), HomeEnrolment.Operator)
        {
            AllowDuplicate = arguments.GetValue(HomeEnrolment.AllowDuplicate),
        };
        var outcome = await store.EnrolAsync(pack, request, cancellation);
        if (outcome is EnrolmentOutcome.NameTaken taken)
            throw new NameTakenException(taken.Name);
        if (outcome is EnrolmentOutcome.Refused refused)
        {
            terminal.Document(new { enrolled = false, outcome = HomeEnrolment.Word(refused), refused.Reasons, name = person.Name.Value, sameFace = (refused as EnrolmentOutcome.FaceOfSomebodyElse)?.Other.Name.Value });
            terminal.Say($"{HomeEnrolment.Word(refused)}: {person.Name} is not enrolled. {HomeEnrolment.Reason(refused)}");
            return ExitCode.OtherOutcome;
        }
        var added = ((EnrolmentOutcome.Enrolled)outcome).Person;
        terminal.Document(new { enrolled = true, added.Id, name = added.Name.Value, faces = added.Faces.Count, photos = added.Faces.Count(face => face.HasPhoto), lookAlikes = HomeEnrolment.LookAlikes(outcome) });
        terminal.Say($"{added.Name} is enrolled with {Words.Count(added.Faces.Count, "face", "faces")}.");
        if (HomeEnrolment.Resemblance(outcome) is { } resemblance)
            terminal.Say(resemblance);
        return ExitCode.Success;
    }
}
