using Semblance.Identification;
using Semblance.Recognition;
using Semblance.Server.Access;
using Semblance.Server.Decisions;
using Semblance.Server.Engine;
using Semblance.Server.Problems;
using Semblance.Server.Settings;
using Semblance.Server.Throttling;
using Semblance.Storage;
using Semblance.Storage.Search;

namespace Semblance.Server.Questions;

/// <summary>Answers questions about photos; what follows from an answer is done before it is given. Safe for several threads.</summary>
internal sealed class PhotoQuestions(
    IStore store, Recognizer recognizer, FaceReader reader, GalleryIndex index, CurrentSettings settings, LockOut lockOut, DecisionLog log)
{
    private Guid _decoy;

    /// <summary>Whether two photos show one person.</summary>
    public async Task<AnswerView> CompareAsync(byte[] first, byte[] second, Caller caller, CancellationToken cancellation)
    {
        var verifier = recognizer.VerifierAt(await settings.FmrAsync(caller, cancellation));
        var decision = (await reader.ReadAsync(first, cancellation), await reader.ReadAsync(second, cancellation)) switch
        {
            (FaceReading.Usable a, FaceReading.Usable b) => Decide(verifier, verifier.Comparator.Compare(a.Embedding, b.Embedding)),
            (FaceReading.Unusable a, _) => Decision.Without(a.Outcome, [.. a.Reasons.Select(reason => $"First photo: {reason}")]),
            (_, FaceReading.Unusable b) => Decision.Without(b.Outcome, [.. b.Reasons.Select(reason => $"Second photo: {reason}")]),
            _ => throw new InvalidOperationException("A reading is usable or unusable."),
        };
        await RecordAsync("compare", decision, null, null, verifier.Threshold.Fmr, caller, cancellation);
        return Answer(decision, null, verifier.Threshold.Fmr, caller);
    }

    /// <summary>
    /// Whether a photo shows a person. For somebody who is not enrolled the same work is done with another's template and thrown away, failures are counted alike and
    /// the same answer is given, so that neither words nor delays nor time tell who is.
    /// </summary>
    public async Task<AnswerView> VerifyAsync(byte[] photo, string claim, Caller caller, CancellationToken cancellation)
    {
        var person = await FindAsync(claim, cancellation);
        string subject = person is null ? LockOut.Subject(claim) : LockOut.Subject(person.Id);
        await RequireNoDelayAsync(subject, caller, cancellation);
        var verifier = recognizer.VerifierAt(await settings.FmrAsync(caller, cancellation));
        var template = await store.Gallery.TemplateAsync(person?.Id ?? await DecoyAsync(cancellation), recognizer.Pack.Id, cancellation);
        var reading = await reader.ReadAsync(photo, cancellation);
        var decision = (reading, template) switch
        {
            (FaceReading.Unusable unusable, _) => unusable.ToDecision(),
            (_, { } known) when person is not null => verifier.Verify(reading, known),
            _ => new Decision(Outcome.NoMatch, null, []),
        };
        await RecordAsync("verify", decision, person?.Id, subject, verifier.Threshold.Fmr, caller, cancellation);
        return Answer(decision, decision.Outcome == Outcome.Match ? new PersonReference(person!.Id, person.Name.Value) : null, verifier.Threshold.Fmr, caller);
    }

    /// <summary>Who a photo shows, or nobody.</summary>
    public async Task<AnswerView> IdentifyAsync(byte[] photo, Caller caller, CancellationToken cancellation)
    {
        await RequireNoDelayAsync(null, caller, cancellation);
        var reading = await reader.ReadAsync(photo, cancellation);
        var people = await index.RefreshAsync(cancellation);
        var identifier = recognizer.IdentifierAt(await settings.FpirAsync(caller, recognizer.Pack, people.Count, cancellation), people.Count);
        var found = identifier.Identify(people, reading);
        // Whoever was removed since is nobody.
        var person = found.Person is { } id ? await store.Gallery.FindAsync(id, cancellation) : null;
        var decision = found.Decision.Outcome == Outcome.Match && person is null ? Decision.Without(Outcome.NoMatch) : found.Decision;
        await RecordAsync("identify", decision, person?.Id, null, identifier.Threshold?.Fmr, caller, cancellation);
        var answer = Answer(decision, person is null ? null : new PersonReference(person.Id, person.Name.Value), identifier.Threshold?.Fmr, caller);
        return caller.IsAdmin ? answer with { Candidates = await CandidatesAsync(found.Candidates, cancellation) } : answer;
    }

    private async Task<IReadOnlyList<CandidateView>> CandidatesAsync(IReadOnlyList<IndexHit> hits, CancellationToken cancellation)
    {
        var candidates = new List<CandidateView>();
        foreach (var hit in hits)
        {
            if (await store.Gallery.FindAsync(hit.Person, cancellation) is { } person)
                candidates.Add(new CandidateView(person.Id, person.Name.Value, Math.Round(hit.Score, 4)));
        }
        return candidates;
    }

    private async Task<Person?> FindAsync(string claim, CancellationToken cancellation) =>
        Guid.TryParse(claim, out var id) ? await store.Gallery.FindAsync(id, cancellation)
        : PersonName.IsAllowed(claim) ? await store.Gallery.FindAsync(PersonName.Parse(claim), cancellation)
        : null;

    private async Task<Guid> DecoyAsync(CancellationToken cancellation)
    {
        if (await store.Gallery.FindAsync(_decoy, cancellation) is null)
            _decoy = (await store.Gallery.ListAsync(new PersonQuery(Limit: 1), cancellation)).People is [var first] ? first.Id : Guid.Empty;
        return _decoy;
    }

    private async Task RequireNoDelayAsync(string? subject, Caller caller, CancellationToken cancellation)
    {
        var wait = await lockOut.WaitAsync(subject, caller.Address, cancellation);
        if (wait > TimeSpan.Zero)
            throw Problem.LockedOut.With("Too many attempts failed in a row: wait, or use another way of signing in.", wait);
    }

    private Task RecordAsync(string purpose, Decision decision, Guid? person, string? claim, double? fmr, Caller caller, CancellationToken cancellation) =>
        log.RecordAsync(new MadeDecision(purpose, decision.Outcome, person, claim, decision.Reasons, null, recognizer.Pack.Id, fmr), caller, cancellation);

    private AnswerView Answer(Decision decision, PersonReference? person, double? fmr, Caller caller) =>
        new(decision.Outcome, decision.Reasons, person, recognizer.Pack.Id, fmr, LivenessAnswer.NotChecked) { Score = caller.IsAdmin ? decision.Score : null };

    private static Decision Decide(FaceVerifier verifier, double score) =>
        new(verifier.Comparator.Reaches(score, verifier.Threshold.Score) ? Outcome.Match : Outcome.NoMatch, score, []);
}
