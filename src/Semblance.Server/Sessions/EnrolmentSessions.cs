using Semblance.Liveness;
using Semblance.Recognition;
using Semblance.Server.Access;
using Semblance.Server.Engine;
using Semblance.Server.People;
using Semblance.Server.Problems;
using Semblance.Server.Settings;
using Semblance.Sessions;
using Semblance.Storage;
using Semblance.Storage.Search;

namespace Semblance.Server.Sessions;

/// <summary>What an enrolment session was asked for, checked.</summary>
/// <param name="Self">Somebody who gets further faces; null for a new person.</param>
/// <param name="Name">The new person's name, or that of <paramref name="Self"/>.</param>
/// <param name="Consent">What they agreed to.</param>
/// <param name="AllowDuplicate">Whether the face may be somebody else's.</param>
internal sealed record RequestedEnrolment(Person? Self, PersonName Name, Consent Consent, bool AllowDuplicate);

/// <summary>Enrolments by live frames. Safe for several threads.</summary>
internal sealed class EnrolmentSessions(IStore store, Recognizer recognizer, GalleryIndex index, CurrentSettings settings)
{
    /// <summary>Checks what was asked for.</summary>
    /// <exception cref="ProblemException">The caller may not, or the request is not as it should be.</exception>
    /// <exception cref="NameTakenException">Somebody is enrolled under this name.</exception>
    public async Task<RequestedEnrolment> CheckAsync(SessionRequest request, Caller caller, CancellationToken cancellation)
    {
        if (!caller.May(Role.Enroll) || caller.KeyId is null)
            throw Problem.NotAllowed.With("Enrolling needs the role enroll.");
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
        var threshold = recognizer.Pack.ThresholdFor(fmr);
        var following = recognizer.Engine.Enroll(session.Liveness, new EnrolmentOptions { Fmr = fmr, KeepPhotos = enrolment.Consent.KeepPhotos });
        return new EnrollRun(following, (seen, cancelled) => StoreAsync(enrolment, seen, threshold, session, caller, cancelled))
        {
            Refuse = (live, cancelled) => RefuseAsync(enrolment, live, session, caller, cancelled),
        };
    }

    private async Task<SessionResult> StoreAsync(
        RequestedEnrolment enrolment, SeenPerson seen, Threshold threshold, Session session, Caller caller, CancellationToken cancellation)
    {
        var (faces, frames, live) = seen;
        var template = new Template(enrolment.Name.Value, recognizer.Pack.Id, [.. faces.Select(face => face.Embedding)], [.. faces.Select(face => face.Quality)], DateTimeOffset.UtcNow);
        if (!enrolment.AllowDuplicate)
        {
            if (enrolment.Self is { } self && !await IsOwnAsync(self, template, threshold, cancellation))
                return Refused("DifferentPeople", "This is not the face of the person who is enrolled, or the running pack never read theirs.");
            if (await index.FindSameFaceAsync(recognizer.Pack, template, enrolment.Self?.Id, cancellation) is { } other)
            {
                string whose = caller.IsAdmin && await store.Gallery.FindAsync(other, cancellation) is { } person ? person.Name.Value : "another name";
                return Refused("AlreadyEnrolled", $"This face is enrolled under {whose} already.");
            }
        }
        try
        {
            var added = enrolment.Self is { } known
                ? await store.Gallery.AddFacesAsync(known.Id, faces, null, cancellation)
                : await store.Gallery.AddAsync(new NewPerson(enrolment.Name, enrolment.Consent, faces), null, cancellation);
            await store.Audit.AppendAsync(
                new AuditEvent(enrolment.Self is null ? "person.added" : "face.added", caller.Name, added.Value.Id, Detail: $"{faces.Count} faces. Liveness: {live.Policy.Name}, {live.Word}.", Session: session.Id, Address: caller.Address), cancellation);
            return new SessionResult("Enrolled", [], Advice.None, live, added.Value, Frames: frames);
        }
        catch (NameTakenException)
        {
            return Refused("NameTaken", "Somebody was enrolled under this name meanwhile.");
        }
        catch (PersonNotFoundException)
        {
            return Refused("Undecided", "The person was removed meanwhile.");
        }

        SessionResult Refused(string outcome, string reason) => new(outcome, [reason], new Advice("askAdministrator", "Ask an administrator."), live, Frames: frames);
    }

    // Somebody who holds a picture up to be enrolled as themselves is to be seen in the log.
    private Task RefuseAsync(RequestedEnrolment enrolment, LivenessResult live, Session session, Caller caller, CancellationToken cancellation) => store.Audit.AppendAsync(
        new AuditEvent(
            enrolment.Self is null ? "person.refused" : "face.refused", caller.Name, enrolment.Self?.Id, nameof(Outcome.SpoofSuspected),
            $"{string.Join(" ", live.Reasons)} Liveness: {live.Policy.Name}, {live.Word}.", session.Id, caller.Address),
        cancellation);

    private async Task<bool> IsOwnAsync(Person self, Template seen, Threshold threshold, CancellationToken cancellation) =>
        await store.Gallery.TemplateAsync(self.Id, recognizer.Pack.Id, cancellation) is { } own
        && seen.Embeddings.All(face => recognizer.Pack.Comparator.Reaches(own.Score(recognizer.Pack.Comparator, face), threshold.Score));
}
