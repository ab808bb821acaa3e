using Semblance.Liveness;
using Semblance.Server.Access;
using Semblance.Server.Decisions;
using Semblance.Server.Engine;
using Semblance.Server.Problems;
using Semblance.Server.Settings;
using Semblance.Server.Throttling;
using Semblance.Server.Tokens;
using Semblance.Storage;
using Semblance.Storage.Search;

namespace Semblance.Server.Sessions;

/// <summary>
/// Makes sessions: what is asked for is checked when a session is begun, and everything that a decision rests on (template, threshold, delays) is read when its socket
/// opens. Safe for several threads.
/// </summary>
internal sealed class SessionFactory(
    IStore store, Recognizer recognizer, GalleryIndex index, CurrentSettings settings, Claims claims, DecisionLog decisions, TokenSigner signer, EnrolmentSessions enrolments,
    Permits permits, LivenessChecks checks, IChallengeSource challenges, SessionLimits limits, TimeProvider time)
{
    private const int LongestNonce = 200;

    /// <summary>Makes a session.</summary>
    /// <returns>The session and its token.</returns>
    /// <exception cref="ProblemException">It cannot be, or must wait.</exception>
    public async Task<(Session Session, string Token)> CreateAsync(SessionRequest request, Caller caller, CancellationToken cancellation)
    {
        if (request.Nonce is { Length: > LongestNonce })
            throw Problem.InvalidRequest.With($"nonce: at most {LongestNonce} characters.");
        if (caller.Grant is { Action: LinkAction.Enroll } && request.Purpose != "enroll")
            throw Problem.NotAllowed.With("This link is for an enrolment.");
        if (request.Authorize is { } query && caller.Visit?.Holds(query, time.GetUtcNow()) != true)
            throw Problem.NotAllowed.With("No program sent this browser here with this request in the last ten minutes.");
        if (caller.IsForProgram && request.Authorize is null || request.Authorize is not null && request.Purpose == "enroll")
            throw Problem.NotAllowed.With("The sign-in page is open for what a program asked for, and for nothing else.");
        var expires = time.GetUtcNow() + limits.Token;
        switch (request.Purpose)
        {
            case "verify":
                if (request.Person is not { Length: > 0 and <= PersonName.MaximumLength } claim)
                    throw Problem.InvalidRequest.With("person: say who is claimed, by name or id.");
                await claims.RequireNoDelayAsync(await claims.FindAsync(claim, await settings.FmrAsync(caller.Fmr, cancellation), cancellation), caller, cancellation);
                return Made(SessionPurpose.Verify, (session, cancelled) => VerifyAsync(claim, session, caller, cancelled));
            case "identify":
                await claims.RequireNoDelayAsync(null, caller, cancellation);
                return Made(SessionPurpose.Identify, (session, cancelled) => IdentifyAsync(session, caller, cancelled));
            case "enroll":
                var enrolment = await enrolments.CheckAsync(request, caller, cancellation);
                return Made(SessionPurpose.Enroll, (session, cancelled) => enrolments.StartAsync(enrolment, session, caller, cancelled));
            default:
                throw Problem.InvalidRequest.With("purpose: verify, identify or enroll.");
        }

        (Session, string) Made(SessionPurpose purpose, Func<Session, CancellationToken, Task<ISessionRun>> start)
        {
            Session? made = null;
            var liveness = checks.PolicyFor(request.Liveness, isEnrolment: purpose == SessionPurpose.Enroll);
            (made, string token) = Session.Create(purpose, liveness, caller, request.Nonce, expires, cancelled => start(made!, cancelled), request.Authorize);
            return (made, token);
        }
    }

    private async Task<ISessionRun> VerifyAsync(string name, Session session, Caller caller, CancellationToken cancellation)
    {
        double? usual = await settings.FmrAsync(caller.Fmr, cancellation);
        var claim = await claims.FindAsync(name, usual, cancellation);
        var options = new FaceSessionOptions { Fmr = claim.Fmr, Challenges = challenges, Rotate = recognizer.Rotate };
        var asked = new AskedQuestion("verify", IsClaim: true, claim.Person, FindAsync) { UsualFmr = recognizer.Engine.ThresholdFor(usual).Fmr };
        return await RunAsync(claim, () => recognizer.Engine.Verify(claim.Template, session.Liveness, options), asked, session, caller, cancellation);

        async Task<Person?> FindAsync(SessionAnswer _, CancellationToken cancelled) =>
            claim.Person is { } claimed && await store.Gallery.FindAsync(claimed.Id, cancelled) is { } person && PersonalRule.RateFor(person, recognizer.Pack, usual, time.GetUtcNow()).IsOpen ? person : null;
    }

    private async Task<ISessionRun> IdentifyAsync(Session session, Caller caller, CancellationToken cancellation)
    {
        var people = await index.RefreshAsync(cancellation);
        double fpir = await settings.FpirAsync(caller.Fmr, recognizer.Pack, people.Count, cancellation);
        var options = new FaceSessionOptions { Fpir = fpir, Challenges = challenges, Rotate = recognizer.Rotate };
        double? spent = recognizer.IdentifierAt(fpir, people.Count).Threshold?.Fmr, usual = await settings.FmrAsync(caller.Fmr, cancellation);
        var asked = new AskedQuestion("identify", IsClaim: false, null, FindAsync);
        return await RunAsync(null, () => recognizer.Engine.Identify(people, session.Liveness, options), asked, session, caller, cancellation);

        async Task<Person?> FindAsync(SessionAnswer answer, CancellationToken cancelled) =>
            answer.Person is { } id && await store.Gallery.FindAsync(id, cancelled) is { } person && MayBeNamed(person, spent, usual) ? person : null;
    }

    // Somebody for whom others were taken is named only where the search was as strict as a claim of theirs; else they have to say who they are.
    private bool MayBeNamed(Person person, double? spent, double? usual)
    {
        var rate = PersonalRule.RateFor(person, recognizer.Pack, usual, time.GetUtcNow());
        return rate.IsOpen && (person.Mistaken == 0 || spent <= rate.Fmr);
    }

    // Counted before the first frame: of many sessions at once no more are answered than one after the other.
    private async Task<QuestionRun> RunAsync(Claim? claim, Func<FaceSession> begin, AskedQuestion asked, Session session, Caller caller, CancellationToken cancellation)
    {
        var attempt = await claims.BeginAsync(claim, caller, cancellation);
        try
        {
            return new QuestionRun(begin(), asked, attempt, recognizer)
            {
                Permit = cancelled => permits.TakeAsync(caller, cancelled), Conclude = ConcluderOf(session, caller), MaySpareLight = checks.MaySpareLight,
            };
        }
        catch
        {
            await attempt.DisposeAsync();
            throw;
        }
    }

    // Recorded first, then signed: an answer that could not be written down is not given.
    private Func<MadeDecision, Attempt, Person?, SessionResult, CancellationToken, Task<SessionResult>> ConcluderOf(Session session, Caller caller) =>
        async (made, attempt, person, result, cancellation) =>
        {
            await decisions.RecordAsync(made with { Session = session.Id }, attempt, caller, cancellation);
            var (token, expires) = signer.Sign(new AnswerClaims(made.Outcome, made.Purpose, person, session.Nonce, session.Id, made.Pack, made.Fmr, made.Liveness), isForVisit: session.Authorize is not null);
            return result with { Token = token, TokenExpires = expires };
        };
}
