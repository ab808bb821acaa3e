using System.Net.Sockets;
using Semblance.Login;
using Semblance.OpenCv;
using Semblance.Server.Throttling;
using Semblance.Storage;

namespace Semblance.Cli.Login;

/// <summary>How one question to the daemon is answered. Every way that is not a match of a live person ends in <see cref="LoginMessage.No"/> or <see cref="LoginMessage.NotAsked"/>.</summary>
internal sealed class LoginQuestion(LoginSettings settings, IStore store, LoginFaces faces, LoginGate gate, LoginNotes notes, LoginPlaces places, Action<string> log)
{
    /// <summary>How long a client may take for its question.</summary>
    public static readonly TimeSpan PatienceForQuestion = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan s_patienceForKey = TimeSpan.FromSeconds(60);
    private readonly Lid _lid = new(places);
    private readonly CameraDevice _camera = new(places, settings.Camera);
    private readonly LockOut _lockOut = new(store.Attempts, TimeProvider.System);

    /// <summary>Answers a client.</summary>
    /// <exception cref="LoginProtocolException">It does not keep to the messages.</exception>
    public async Task AnswerAsync(LoginClient client, Peer peer, CancellationToken stop)
    {
        var (kind, text) = await client.ReceiveAsync(PatienceForQuestion, stop);
        if (kind != LoginMessage.Ask || text.Split('\n') is not [var service, var user] || !LoginFrame.IsName(service) || !LoginFrame.IsName(user))
            throw new LoginProtocolException("It did not ask for anybody.");
        var (answer, why) = await DecideAsync(client, peer, service, user, stop);
        await client.SendAsync(answer, why, stop);
    }

    private async Task<(LoginMessage, string)> DecideAsync(LoginClient client, Peer peer, string service, string user, CancellationToken stop)
    {
        // The file that names the module may be one that such a service includes.
        if (LoginServices.IsNever(service))
            return (LoginMessage.NotAsked, "");
        var account = Account.Find(user);
        if (!peer.IsRoot && account?.Id != peer.User)
            return (LoginMessage.NotAsked, "Only root may ask for another user.");
        if (!gate.MayAsk(peer))
            return (LoginMessage.NotAsked, "Too many questions: wait a minute.");
        // Nothing is said to those who have no face here: it would be said at every sudo.
        if (account?.Person is not { } name)
            return (LoginMessage.NotAsked, "");
        using var turn = peer.IsRoot ? gate.Begin(account.Id) : null;
        if (peer.IsRoot && turn is null)
            return (LoginMessage.NotAsked, "Too many questions at once.");
        try
        {
            if (await store.Gallery.FindAsync(name, stop) is not { } person)
                return (LoginMessage.NotAsked, "");
            if (_lid.IsClosed())
                return (LoginMessage.NotAsked, "The lid is closed.");
            if (_camera.IsVirtual)
                return (LoginMessage.NotAsked, "The camera is one that a program makes.");
            var loading = faces.EngineAsync();
            if (await LockedAsync(person, stop) is { } locked)
                return await RefuseAsync(peer, service, person, locked);
            if (settings.ConsentFor(service) == LoginConsent.Key && !await AgreesAsync(client, stop))
                return (LoginMessage.NotAsked, "");
            var pack = (await loading).Pack;
            var rate = PersonalRule.RateFor(person, pack, settings.Fmr, DateTimeOffset.UtcNow);
            if (!rate.IsOpen)
                return await RefuseAsync(peer, service, person, "Your face is not used for logins any more.");
            if (await store.Gallery.TemplateAsync(person.Id, pack.Id, stop) is not { } template)
                return await RefuseAsync(peer, service, person, "Your face was enrolled with other networks: enrol it again (sudo semblance login enroll).");
            return await LookAsync(client, peer, service, person, template, rate.Fmr, stop);
        }
        catch (Exception e) when (e is StoreException or PackException or ExecutionProviderException or OpenCvMissingException or CascadeMissingException)
        {
            log($"{service}: {e.Message}");
            return (LoginMessage.NotAsked, "The face login is out of order: see its log.");
        }
    }

    private static async Task<bool> AgreesAsync(LoginClient client, CancellationToken stop)
    {
        await client.SendAsync(LoginMessage.Consent, "Press Enter and look at the camera, or n and Enter for the password: ", stop);
        return await client.ReceiveAsync(s_patienceForKey, stop) is (LoginMessage.Agreed, "");
    }

    private async Task<(LoginMessage, string)> LookAsync(LoginClient client, Peer peer, string service, Person person, Template template, double? fmr, CancellationToken stop)
    {
        var (attempt, wait) = await _lockOut.BeginAsync(LockOut.Subject(person.Id), null, stop);
        if (attempt is null)
            return await RefuseAsync(peer, service, person, Locked(wait));
        await using var counted = attempt;
        await client.SendAsync(LoginMessage.Say, "Look at the camera.", stop);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var closing = CloseAsync(client, over);
        try
        {
            var look = await faces.LookAsync(peer.IsRoot, template, fmr, settings.PolicyFor(service), words => Say(client, words, over.Token), over.Token);
            // What the daemon itself breaks off is nobody's failure; a person who breaks off after being seen has had an attempt.
            stop.ThrowIfCancellationRequested();
            bool isSeen = look.UsableFrames > 0;
            await counted.SettleAsync(isSeen ? LockOut.EndOf(look.Decision.Outcome) : AttemptEnd.Free, CancellationToken.None);
            var (who, outcome, why) = (Who(peer, service), look.Decision.Outcome, look.Fault is { } fault ? Fault(service, fault) : null);
            await (isSeen ? notes.SeenAsync(who, person, outcome.ToString(), why) : notes.UnseenAsync(who, person, outcome.ToString(), why));
            if (why is not null)
                return (LoginMessage.NotAsked, why);
            return outcome == Outcome.Match ? (LoginMessage.Yes, "") : (LoginMessage.No, Why(look.Decision));
        }
        catch (CameraTakenException e)
        {
            return (LoginMessage.NotAsked, Fault(service, e));
        }
        finally
        {
            await over.CancelAsync();
            await closing;
        }
    }

    private async Task<string?> LockedAsync(Person person, CancellationToken stop) =>
        await _lockOut.WaitAsync(LockOut.Subject(person.Id), null, stop) is { Ticks: > 0 } wait ? Locked(wait) : null;

    private async Task<(LoginMessage, string)> RefuseAsync(Peer peer, string service, Person person, string why)
    {
        await notes.RefusedAsync(Who(peer, service), person, why);
        return (LoginMessage.NotAsked, why);
    }

    private string Fault(string service, Exception fault)
    {
        log($"{service}: {fault.Message}");
        return fault is CameraTakenException ? fault.Message : "The camera cannot be used.";
    }

    private static string Who(Peer peer, string service) => $"{service} (uid {peer.User}, pid {peer.Process})";

    // Whoever is gone has broken off, at whatever moment that is noticed.
    private static void Say(LoginClient client, string words, CancellationToken over)
    {
        try
        {
            client.SendAsync(LoginMessage.Say, words, over).GetAwaiter().GetResult();
        }
        catch (SocketException e)
        {
            throw new OperationCanceledException(e.Message, e);
        }
    }

    private static async Task CloseAsync(LoginClient client, CancellationTokenSource over)
    {
        try
        {
            await client.ClosedAsync(over.Token);
            await over.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // The look is over first.
        }
    }

    private static string Locked(TimeSpan wait) => $"Too many failures: the face is not asked for during the next {Math.Ceiling(wait.TotalSeconds):0} s.";

    // An attacker is not told which check it was.
    private static string Why(Decision decision) => decision.Outcome switch
    {
        Outcome.NoFace => "No face was seen.",
        Outcome.SeveralFaces => "More than one face was seen.",
        Outcome.PoorQuality => $"The picture was not good enough. {string.Join(" ", decision.Reasons)}",
        Outcome.Undecided => "It could not be told in time.",
        _ => "Not recognised.",
    };
}
