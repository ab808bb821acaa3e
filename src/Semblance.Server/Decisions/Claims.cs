using System.Security.Cryptography;
using System.Text;
using Semblance.Server.Access;
using Semblance.Server.Engine;
using Semblance.Server.Problems;
using Semblance.Server.Throttling;
using Semblance.Storage;

namespace Semblance.Server.Decisions;

/// <summary>Who somebody says they are.</summary>
/// <param name="Person">The person; null where nobody is enrolled under this claim.</param>
/// <param name="Subject">How failures of this claim are counted.</param>
/// <param name="Template">What is compared with; where there is nothing to compare with, one that nobody has.</param>
/// <param name="IsKnown">Whether the template is the person's own, read by the running pack.</param>
/// <param name="Fmr">The false match rate of the decision; null: the pack's default.</param>
internal sealed record Claim(Person? Person, string Subject, Template Template, bool IsKnown, double? Fmr);

/// <summary>
/// Looks up who is claimed, by name or id. A claim that names nobody gets the same work, the same delays and the same answer as a wrong face, so that nothing tells who is
/// enrolled. Safe for several threads.
/// </summary>
internal sealed class Claims(IStore store, Recognizer recognizer, LockOut lockOut, TimeProvider time)
{
    // Longer than any look-up takes.
    private static readonly TimeSpan s_lookUp = TimeSpan.FromMilliseconds(20);

    private readonly byte[] _decoySeed = RandomNumberGenerator.GetBytes(32);

    /// <summary>Looks up a claim.</summary>
    /// <param name="claim">A name or id.</param>
    /// <param name="fmr">The false match rate of decisions where the person has none of their own; null: the pack's default.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Claim> FindAsync(string claim, double? fmr, CancellationToken cancellation)
    {
        // What is looked up takes as long whether somebody is there or not.
        long began = time.GetTimestamp();
        var found = await LookUpAsync(claim, fmr, cancellation);
        if (s_lookUp - time.GetElapsedTime(began) is var left && left > TimeSpan.Zero)
            await Task.Delay(left, time, cancellation);
        return found;
    }

    private async Task<Claim> LookUpAsync(string claim, double? fmr, CancellationToken cancellation)
    {
        // Every spelling of a name counts as that name, whether somebody has it or not.
        string said = PersonName.IsAllowed(claim) ? PersonName.Parse(claim).Identity : claim;
        var (person, template) = await ReadAsync(claim, cancellation);
        var rate = person is null ? new PersonalRate(true, fmr) : PersonalRule.RateFor(person, recognizer.Pack, fmr, time.GetUtcNow());
        // Who is not to be recognised is compared with nobody, like somebody who is not enrolled.
        if (!rate.IsOpen)
            template = null;
        return new Claim(person, person is null ? LockOut.Subject(said) : LockOut.Subject(person.Id), template ?? Decoy(said), template is not null, rate.Fmr);
    }

    private async Task<(Person? Person, Template? Template)> ReadAsync(string claim, CancellationToken cancellation)
    {
        Person? person = null;
        try
        {
            person = Guid.TryParse(claim, out var id) ? await store.Gallery.FindAsync(id, cancellation)
                : PersonName.IsAllowed(claim) ? await store.Gallery.FindAsync(PersonName.Parse(claim), cancellation)
                : null;
            // Somebody whose faces another pack read cannot be recognised by this one either.
            var template = person is null ? null : await store.Gallery.TemplateAsync(person.Id, recognizer.Pack.Id, cancellation);
            return (person, template?.Embeddings.All(embedding => embedding.Values.Length == recognizer.EmbeddingLength) == true ? template : null);
        }
        catch (StoreException e) when (e.Person is not null)
        {
            // Nobody can be compared with what is damaged; the settings name them to administrators.
            return (person, null);
        }
    }

    /// <summary>Refuses an attempt before the delay after earlier ones is over.</summary>
    /// <param name="claim">Who is claimed; null where nobody is.</param>
    /// <param name="caller">Whose address counts too.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ProblemException">There is a delay.</exception>
    public async Task RequireNoDelayAsync(Claim? claim, Caller caller, CancellationToken cancellation)
    {
        var wait = await lockOut.WaitAsync(claim?.Subject, caller.Place, cancellation);
        if (wait > TimeSpan.Zero)
            throw Delayed(wait);
    }

    /// <summary>Counts an attempt before it is made.</summary>
    /// <param name="claim">Who is claimed; null where nobody is.</param>
    /// <param name="caller">Whose place counts too.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The attempt; disposed before it is settled, it counts for nothing.</returns>
    /// <exception cref="ProblemException">There is a delay.</exception>
    public async Task<Attempt> BeginAsync(Claim? claim, Caller caller, CancellationToken cancellation)
    {
        var (attempt, wait) = await lockOut.BeginAsync(claim?.Subject, caller.Place, cancellation);
        return attempt ?? throw Delayed(wait);
    }

    private static ProblemException Delayed(TimeSpan wait) =>
        Problem.LockedOut.With($"After several failed attempts there is a delay: try again in {Math.Ceiling(wait.TotalSeconds)} seconds, or sign in another way.", wait);

    private Template Decoy(string claim)
    {
        byte[] seed = HMACSHA256.HashData(_decoySeed, Encoding.UTF8.GetBytes(claim.ToUpperInvariant()));
        var random = new Random(BitConverter.ToInt32(seed));
        float[] values = [.. Enumerable.Range(0, recognizer.EmbeddingLength).Select(_ => (float)(random.NextDouble() - random.NextDouble() + random.NextDouble() - random.NextDouble()))];
        float length = MathF.Sqrt(values.Sum(value => value * value));
        return new Template("nobody", recognizer.Pack.Id, [new Embedding(recognizer.Pack.Id, [.. values.Select(value => value / length)])], [], time.GetUtcNow());
    }
}
