using Semblance.Recognition;
using Semblance.Server.Access;
using Semblance.Server.Decisions;
using Semblance.Server.Engine;
using Semblance.Server.People;
using Semblance.Server.Settings;
using Semblance.Server.Throttling;
using Semblance.Storage;
using Semblance.Storage.Search;

namespace Semblance.Server.Questions;

/// <summary>Answers questions about photos; what follows from an answer is done before it is given. Safe for several threads.</summary>
internal sealed class PhotoQuestions(
    IStore store, Recognizer recognizer, FaceReader reader, GalleryIndex index, CurrentSettings settings, Claims claims, DecisionLog log, TimeProvider time)
{
    /// <summary>Whether two photos show one person.</summary>
    public async Task<AnswerView> CompareAsync(byte[] first, byte[] second, Caller caller, CancellationToken cancellation)
    {
        var verifier = recognizer.VerifierAt(await settings.FmrAsync(caller.Fmr, cancellation));
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

    /// <summary>Whether a photo shows the person who is claimed.</summary>
    public async Task<AnswerView> VerifyAsync(byte[] photo, string name, Caller caller, CancellationToken cancellation)
    {
        double? usual = await settings.FmrAsync(caller.Fmr, cancellation);
        var claim = await claims.FindAsync(name, usual, cancellation);
        await using var attempt = await claims.BeginAsync(claim, caller, cancellation);
        var verifier = recognizer.VerifierAt(claim.Fmr);
        var compared = verifier.Verify(await reader.ReadAsync(photo, cancellation), claim.Template);
        // A template that nobody has says nothing, whatever it is compared with.
        var decision = claim.IsKnown || compared.Score is null ? compared : new Decision(Outcome.NoMatch, null, []);
        // Anyone who was removed since, on whichever node, is nobody.
        if (decision.Outcome == Outcome.Match && await store.Gallery.FindAsync(claim.Person!.Id, cancellation) is null)
            decision = new Decision(Outcome.NoMatch, null, []);
        // A rate of their own would tell that there is such a person.
        double? fmr = decision.Outcome == Outcome.Match ? verifier.Threshold.Fmr : recognizer.VerifierAt(usual).Threshold.Fmr;
        await RecordAsync("verify", decision, claim.Person?.Id, attempt, fmr, caller, cancellation);
        return Answer(decision, decision.Outcome == Outcome.Match ? new PersonReference(claim.Person!.Id, claim.Person.Name.Value) : null, fmr, caller);
    }

    /// <summary>Who a photo shows, or nobody.</summary>
    public async Task<AnswerView> IdentifyAsync(byte[] photo, Caller caller, CancellationToken cancellation)
    {
        await using var attempt = await claims.BeginAsync(null, caller, cancellation);
        var reading = await reader.ReadAsync(photo, cancellation);
        var people = await index.RefreshAsync(cancellation);
        var identifier = recognizer.IdentifierAt(await settings.FpirAsync(caller.Fmr, recognizer.Pack, people.Count, cancellation), people.Count);
        var found = identifier.Identify(people, reading);
        // Anyone who was removed since is nobody.
        var person = found.Person is { } id ? await store.Gallery.FindAsync(id, cancellation) : null;
        if (person is not null && !MayBeNamed(person, found.Decision.Score, await settings.FmrAsync(caller.Fmr, cancellation)))
            person = null;
        var decision = found.Decision.Outcome == Outcome.Match && person is null ? Decision.Without(Outcome.NoMatch) : found.Decision;
        await RecordAsync("identify", decision, person?.Id, attempt, identifier.Threshold?.Fmr, caller, cancellation);
        var answer = Answer(decision, person is null ? null : new PersonReference(person.Id, person.Name.Value), identifier.Threshold?.Fmr, caller);
        return caller.IsAdmin ? answer with { Candidates = await CandidatesAsync(found.Candidates, cancellation) } : answer;
    }

    // Somebody for whom others were taken must be as like themselves as a claim of theirs asks for.
    private bool MayBeNamed(Person person, double? score, double? fmr)
    {
        var rate = PersonalRule.RateFor(person, recognizer.Pack, fmr, time.GetUtcNow());
        return rate.IsOpen && (person.Mistaken == 0 || score is { } reached && recognizer.Pack.Comparator.Reaches(reached, recognizer.Pack.ThresholdFor(rate.Fmr).Score));
    }

    private async Task<IReadOnlyList<CandidateView>> CandidatesAsync(IReadOnlyList<IndexHit> hits, CancellationToken cancellation)
    {
        var candidates = new List<CandidateView>();
        foreach (var hit in hits)
        {
            try
            {
                if (await store.Gallery.FindAsync(hit.Person, cancellation) is { } person)
                    candidates.Add(new CandidateView(person.Id, person.Name.Value, Math.Round(hit.Score, 4)));
            }
            catch (StoreException e) when (e.Person is not null)
            {
                // Of somebody else, who resembles the face: it stops nobody's answer.
            }
        }
        return candidates;
    }

    private Task RecordAsync(string purpose, Decision decision, Guid? person, Attempt? attempt, double? fmr, Caller caller, CancellationToken cancellation) =>
        log.RecordAsync(new MadeDecision(purpose, decision.Outcome, person, decision.Reasons, null, recognizer.Pack.Id, fmr, LivenessAnswer.NotChecked), attempt, caller, cancellation);

    private AnswerView Answer(Decision decision, PersonReference? person, double? fmr, Caller caller) =>
        new(decision.Outcome, decision.Reasons, person, recognizer.Pack.Id, fmr, LivenessAnswer.NotChecked) { Score = caller.IsAdmin ? decision.Score : null };

    private static Decision Decide(FaceVerifier verifier, double score) =>
        new(verifier.Comparator.Reaches(score, verifier.Threshold.Score) ? Outcome.Match : Outcome.NoMatch, score, []);
}
