using Semblance.Cli.Gallery;
using Semblance.Storage;
using Semblance.Storage.Enrolment;

namespace Semblance.Cli.Login;

/// <summary>What came of an enrolment for logins.</summary>
/// <param name="Decision">What was seen.</param>
/// <param name="Outcome">What the rule of enrolments said; null where it was not asked, as nothing was good enough.</param>
/// <param name="Faces">How many faces were offered.</param>
internal sealed record LoginEnrolled(Decision Decision, EnrolmentOutcome? Outcome, int Faces)
{
    /// <summary>Whether the user can log in by face now.</summary>
    public bool IsEnrolled => Outcome is EnrolmentOutcome.Enrolled;
}

/// <summary>Enrols a user of this machine before its camera, live; the rule is <see cref="Enroller"/>'s, as everywhere.</summary>
internal static class LoginEnrolment
{
    /// <summary>What is written down as the user's consent: they sit before the camera and run the command.</summary>
    public const string Consent = "The user enrolled at this machine for logging in to it.";

    private const string Actor = "login";
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    /// <summary>Enrols.</summary>
    /// <param name="store">The gallery of logins.</param>
    /// <param name="engine">The running networks, with liveness.</param>
    /// <param name="camera">The camera.</param>
    /// <param name="account">Whose face it is.</param>
    /// <param name="replaced">The user as they are enrolled already; null: not.</param>
    /// <param name="allowDuplicate">Whether another account may have the face too.</param>
    /// <param name="say">Tells the user what to do.</param>
    /// <param name="cancellation">Gives up; nothing is stored.</param>
    public static async Task<LoginEnrolled> RunAsync(
        IStore store, FaceEngine engine, IFrameSource camera, Account account, Person? replaced, bool allowDuplicate, Action<string> say, CancellationToken cancellation)
    {
        var name = account.Person ?? throw new PersonNameException($"The user {account.Name} has a name that no one can be enrolled by: it begins with a letter or digit.");
        using var session = engine.Enroll(LivenessPolicy.Passive);
        Look(session, camera, say, cancellation);
        var decision = session.Conclude().Decision;
        // A picture that was held up is offered too: the refusal is written down where enrolments are decided.
        var looks = decision.Outcome is Outcome.Match or Outcome.SpoofSuspected ? session.Choose().Looks : [];
        if (looks.Count == 0)
            return new LoginEnrolled(decision, null, 0);
        var consent = new Consent(Consent, KeepPhotos: false, DateTimeOffset.UtcNow, Actor);
        Enrollee who = replaced is null ? new Enrollee.Newcomer(name, consent) : new Enrollee.Replaced(replaced.Id, consent);
        var faces = looks.Select(look => new NewFace(look.Candidate.Embedding, look.Candidate.Quality, look.Pose?.Word())).ToList();
        var request = new EnrolmentRequest(who, faces, new FaceOrigin.Live(session.Liveness), new EnrolmentActor(Actor)) { AllowDuplicate = allowDuplicate };
        return new LoginEnrolled(decision, await store.EnrolAsync(engine.Pack, request, cancellation), looks.Count);
    }

    private static void Look(EnrolmentSession session, IFrameSource camera, Action<string> say, CancellationToken cancellation)
    {
        string said = "";
        TimeSpan? first = null;
        while (camera.Read(cancellation) is { } frame && frame.Time - (first ??= frame.Time) <= s_longest && !session.Add(frame).IsFinal)
        {
            if (session.Answer is { CanFinish: true } && session.TryFinish().IsFinal)
                return;
            string words = session.Answer.Wanted is { } pose ? Advice.For(pose).Message : session.Answer.Session.Advice.Message;
            if (words.Length > 0 && words != said)
                say(said = words);
        }
    }
}
