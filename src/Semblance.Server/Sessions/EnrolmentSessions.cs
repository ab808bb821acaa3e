using Semblance.Server.Access;
using Semblance.Server.Engine;
using Semblance.Server.People;
using Semblance.Server.Problems;
using Semblance.Server.Settings;
using Semblance.Storage;
using Semblance.Storage.Enrolment;

namespace Semblance.Server.Sessions;

/// <summary>What an enrolment session was asked for, checked.</summary>
/// <param name="Self">Somebody who gets further faces; null for a new person.</param>
/// <param name="Name">The new person's name, or that of <paramref name="Self"/>.</param>
/// <param name="Consent">What they agreed to.</param>
/// <param name="AllowDuplicate">Whether the face may be somebody else's.</param>
internal sealed record RequestedEnrolment(Person? Self, PersonName Name, Consent Consent, bool AllowDuplicate);

/// <summary>Enrolments by live frames. Safe for several threads.</summary>
internal sealed class EnrolmentSessions(IStore store, Recognizer recognizer, Enroller enroller, CurrentSettings settings, Permits permits)
{
    /// <summary>Checks what was asked for.</summary>
    /// <exception cref="ProblemException">The caller may not, or the request is not as it should be.</exception>
    /// <exception cref="NameTakenException">Somebody is enrolled under this name.</exception>
    public async Task<RequestedEnrolment> CheckAsync(SessionRequest request, Caller caller, CancellationToken cancellation)
    {
        if (!caller.May(Role.Enroll) || caller.KeyId is null)
            throw Problem.NotAllowed.With("Enrolling needs the role enroll.");
        if (caller.Grant is { } grant && (grant.Person is { } person ? request.Person != person.ToString() : request.Person is not null || grant.Name is { } only && request.Name != only))
            throw Problem.NotAllowed.With("This link is for somebody else.");
        if (request.AllowDuplicate && !caller.IsAdmin)
            throw Problem.NotAllowed.With("allowDuplicate needs the role admin.");
        if (request.Person is { } who)
        {
            var self = Guid.TryParse(who, out var id) ? await store.Gallery.FindAsync(id, cancellation) : null;
            return self is not null ? new RequestedEnrolment(self, self.Name, self.Consent, request.AllowDuplicate) : throw new PersonNotFoundException(who);
        }
        var name = PersonName.Parse(request.Name ?? "");
        var consent = Enrolment.ConsentOf(request.Consent, caller);
        return await store.Gallery.FindAsync(name, cancellation) is null ? new RequestedEnrolment(null, name, consent, request.AllowDuplicate) : throw new NameTakenException(name);
    }

    /// <summary>Begins to look at frames.</summary>
    public async Task<ISessionRun> StartAsync(RequestedEnrolment enrolment, Session session, Caller caller, CancellationToken cancellation)
    {
        double? fmr = await settings.FmrAsync(null, cancellation);
        var following = recognizer.Engine.Enroll(session.Liveness, new EnrolmentOptions { Fmr = fmr, KeepPhotos = enrolment.Consent.KeepPhotos, Rotate = recognizer.Rotate });
        return new EnrollRun(following, (seen, cancelled) => StoreAsync(enrolment, seen, session, caller, cancelled))
        {
            Refuse = (live, cancelled) => RefuseAsync(enrolment, live, session, caller, cancelled),
        };
    }

    private async Task<SessionResult> StoreAsync(RequestedEnrolment enrolment, SeenPerson seen, Session session, Caller caller, CancellationToken cancellation)
    {
        var (faces, frames, live) = seen;
        using var permit = await permits.TakeAsync(caller, cancellation);
        if (permit is null)
            return Refused(nameof(Outcome.Undecided), ["The key or link with which this was begun has ended, or the link was used; nothing was stored."]);
        Enrollee who = enrolment.Self is { } self ? new Enrollee.Further(self.Id) : new Enrollee.Newcomer(enrolment.Name, enrolment.Consent);
        var outcome = await enroller.EnrolAsync(
            new EnrolmentRequest(who, faces, new FaceOrigin.Live(live), EnrolmentProblems.ActorOf(caller, session.Id))
            {
                AllowDuplicate = enrolment.AllowDuplicate, Fmr = await settings.FmrAsync(null, cancellation),
            },
            cancellation);
        if (outcome is EnrolmentOutcome.Enrolled)
            permit.Use();
        return outcome switch
        {
            EnrolmentOutcome.Enrolled enrolled => new SessionResult("Enrolled", [], Advice.None, live, enrolled.Person, Frames: frames) { Resemblance = ResemblanceView.Of(enrolled, caller) },
            EnrolmentOutcome.FaceOfSomebodyElse other => Refused("AlreadyEnrolled", [$"This face is enrolled under {(caller.IsAdmin ? other.Other.Name.Value : "another name")} already."]),
            EnrolmentOutcome.NotLive { IsSpoof: true } spoof => Refused(nameof(Outcome.SpoofSuspected), spoof.Reasons),
            EnrolmentOutcome.NotLive unsure => Refused(nameof(Outcome.Undecided), unsure.Reasons),
            EnrolmentOutcome.DifferentPeople or EnrolmentOutcome.NameTaken or EnrolmentOutcome.PoorQuality => Refused(((EnrolmentOutcome.Refused)outcome).Word, ((EnrolmentOutcome.Refused)outcome).Reasons),
            EnrolmentOutcome.Refused other => Refused(nameof(Outcome.Undecided), other.Reasons),
            _ => throw new InvalidOperationException("An enrolment is stored or refused."),
        };

        SessionResult Refused(string outcome, IReadOnlyList<string> reasons) => new(outcome, reasons, new Advice("askAdministrator", "Ask an administrator."), live, Frames: frames);
    }

    // Somebody who holds a picture up to be enrolled as themselves is to be seen in the log.
    private Task RefuseAsync(RequestedEnrolment enrolment, LivenessResult live, Session session, Caller caller, CancellationToken cancellation) => store.Audit.AppendAsync(
        new AuditEvent(
            enrolment.Self is null ? "person.refused" : "face.refused", caller.Name, enrolment.Self?.Id, nameof(Outcome.SpoofSuspected),
            $"{string.Join(" ", live.Reasons)} Liveness: {live.Policy.Name}, {live.Word}.", session.Id, caller.Address),
        cancellation);
}
