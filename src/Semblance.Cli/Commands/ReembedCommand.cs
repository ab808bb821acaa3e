using System.CommandLine;
using Semblance.Cli.Gallery;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Recognition;
using Semblance.Storage;
using Semblance.Storage.Enrolment;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance people re-embed</c>: after a change of packs, reads kept photos anew. Faces without a photo, or whose photo the pack cannot use, stay as they are.</summary>
internal static class ReembedCommand
{
    private static readonly Argument<string?> s_person = new("NAME") { Description = "Only this person. Default: everybody who has no face of the pack.", Arity = ArgumentArity.ZeroOrOne };

    public static Command Create() => new ExampledCommand(
        "re-embed",
        "Read kept photos anew with the running pack; exit code 1 where somebody has to be enrolled again.",
        "semblance people re-embed --pack opencv",
        "semblance people re-embed anna")
    {
        s_person, HomeEnrolment.AllowDuplicate, CommonOptions.Pack, CommonOptions.Cascade, CommonOptions.Json,
    }.Runs(RunAsync);

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        await using var store = await HomeStore.OpenAsync(cancellation);
        var people = arguments.GetValue(s_person) is { } name
            ? [await store.Gallery.RequireAsync(name, cancellation)]
            : await store.Gallery.AllAsync(search: null, cancellation).ToListAsync(cancellation);
        using var engine = Engine.Start(arguments);
        var pipeline = engine.CreatePipeline(engine.Pack.Quality.Verification);
        string pack = engine.Pack.Id;

        var done = new List<Person>();
        var again = new List<(Person Person, string Reason)>();
        foreach (var person in people.Where(person => person.Faces.All(face => face.PackId != pack)))
        {
            cancellation.ThrowIfCancellationRequested();
            var content = await store.Gallery.ContentAsync(person.Id, cancellation) ?? throw new PersonNotFoundException(person.Name.Value);
            var (faces, read, reason) = Read(content, pipeline);
            if (read == 0)
            {
                again.Add((person, reason));
                continue;
            }
            var request = new EnrolmentRequest(new Enrollee.Replaced(person.Id), faces, new FaceOrigin.Stored(), HomeEnrolment.Operator) { AllowDuplicate = arguments.GetValue(HomeEnrolment.AllowDuplicate) };
            switch (await store.EnrolAsync(engine.Pack, request, cancellation))
            {
                case EnrolmentOutcome.Enrolled enrolled:
                    done.Add(enrolled.Person);
                    break;
                case EnrolmentOutcome.Refused refused:
                    again.Add((person, HomeEnrolment.Reason(refused)));
                    break;
            }
        }

        terminal.Document(new
        {
            pack,
            reembedded = done.Select(person => person.Name.Value),
            enrolAgain = again.Select(entry => new { person = entry.Person.Name.Value, entry.Reason }),
            upToDate = people.Count - done.Count - again.Count,
        });
        terminal.Say($"{Words.Count(done.Count, "person", "people")} read anew with {pack}, {people.Count - done.Count - again.Count} had been before.");
        foreach (var (person, reason) in again)
            terminal.Say($"  Enrol {person.Name} again: {reason}");
        return again.Count == 0 ? ExitCode.Success : ExitCode.OtherOutcome;
    }

    private static (IReadOnlyList<NewFace> Faces, int Read, string Reason) Read(NewPerson person, FacePipeline pipeline)
    {
        var faces = new List<NewFace>();
        int read = 0;
        string reason = "no photo was kept.";
        foreach (var face in person.Faces)
        {
            if (face.Photo is null)
            {
                faces.Add(face);
                continue;
            }
            switch (pipeline.ReadPhoto(PhotoReader.Decode(face.Photo, "a kept photo")))
            {
                case FaceReading.Usable usable:
                    faces.Add(face with { Embedding = usable.Embedding, Quality = usable.Quality });
                    read++;
                    break;
                case FaceReading.Unusable unusable:
                    faces.Add(face);
                    reason = string.Join(" ", unusable.Reasons);
                    break;
            }
        }
        return (faces, read, reason);
    }
}
