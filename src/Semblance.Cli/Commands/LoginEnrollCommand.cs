using System.CommandLine;
using Semblance.Cli.Gallery;
using Semblance.Cli.Login;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.OpenCv;
using Semblance.Storage;
using Semblance.Storage.Enrolment;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance login enroll|remove</c>: whose faces log in to this machine.</summary>
internal static class LoginEnrollCommand
{
    private static readonly Option<string?> s_user = new("--user") { Description = "The user. Default: who ran sudo.", HelpName = "NAME" };
    private static readonly Option<bool> s_replace = new("--replace") { Description = "Replace the face that is enrolled." };

    public static Command Create() => new ExampledCommand(
        "enroll", "Enrol your face for logging in: before this machine's camera, live, as root (sudo, and what it asks for).", "sudo semblance login enroll", "sudo semblance login enroll --user anna --replace")
    {
        s_user, s_replace, HomeEnrolment.AllowDuplicate, CommonOptions.Json,
    }.Runs(EnrollAsync);

    public static Command CreateRemove() => new ExampledCommand("remove", "Delete the face of a user: they log in by password again.", "sudo semblance login remove", "sudo semblance login remove --user anna")
    {
        s_user, CommonOptions.Json,
    }.Runs(RemoveAsync);

    private static async Task<int> EnrollAsync(ParseResult arguments, CancellationToken cancellation)
    {
        LoginCommand.RequireRoot("enroll");
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var places = new LoginPlaces();
        var account = AccountOf(arguments);
        var settings = LoginSettings.Read(places.Settings);
        await using var store = await places.OpenAsync(cancellation);
        var known = await FindAsync(store, account, cancellation);
        if (known is not null && !arguments.GetValue(s_replace))
            throw new UsageException($"{account.Name} is enrolled already: --replace takes the face again.");
        if (new CameraDevice(places, settings.Camera).IsVirtual)
            throw new UsageException($"{settings.Camera} is a camera that a program makes: nobody is enrolled by it.");
        using var engine = LoginFaces.Start(settings);
        Terminal.Note("Look at the camera.");
        using var camera = FrameSources.Open(settings.Camera, cancellation);
        var enrolled = await LoginEnrolment.RunAsync(store, engine, camera, account, known, arguments.GetValue(HomeEnrolment.AllowDuplicate), Terminal.Note, cancellation);

        var refused = enrolled.Outcome as EnrolmentOutcome.Refused;
        IReadOnlyList<string> reasons = refused?.Reasons ?? (enrolled.IsEnrolled ? [] : enrolled.Decision.Reasons);
        string outcome = refused is null ? enrolled.Decision.Outcome.ToString() : HomeEnrolment.Word(refused)!;
        terminal.Document(new { enrolled = enrolled.IsEnrolled, user = account.Name, outcome, reasons, enrolled.Faces });
        terminal.Say(enrolled.IsEnrolled
            ? $"{account.Name} is enrolled. Try it (semblance login test), then switch it on: sudo semblance login enable sudo"
            : $"{outcome}: {account.Name} is not enrolled. {(refused is null ? string.Join(" ", reasons) : HomeEnrolment.Reason(refused))}");
        return enrolled.IsEnrolled ? ExitCode.Success : ExitCode.OtherOutcome;
    }

    private static async Task<int> RemoveAsync(ParseResult arguments, CancellationToken cancellation)
    {
        LoginCommand.RequireRoot("remove");
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var account = AccountOf(arguments);
        await using var store = await new LoginPlaces().OpenAsync(cancellation);
        var known = await FindAsync(store, account, cancellation) ?? throw new UsageException($"{account.Name} is not enrolled.");
        await store.Gallery.RemoveAsync(known.Id, cancellation);
        await store.NoteAsync("login.removed", known.Id);
        terminal.Document(new { removed = account.Name, known.Id });
        terminal.Say($"The face of {account.Name} is deleted.");
        return ExitCode.Success;
    }

    private static async Task<Person?> FindAsync(IStore store, Account account, CancellationToken cancellation) =>
        account.Person is { } name ? await store.Gallery.FindAsync(name, cancellation) : throw new UsageException($"{account.Name}: nobody can be enrolled whose name does not begin with a letter or digit.");

    // sudo says who ran it; whoever is root without it says whom they mean.
    private static Account AccountOf(ParseResult arguments)
    {
        string name = arguments.GetValue(s_user) ?? Environment.GetEnvironmentVariable("SUDO_USER")
            ?? throw new UsageException("Say whose face it is: --user NAME.");
        return Account.Find(name) ?? throw new UsageException($"There is no user {name} on this machine.");
    }
}
