namespace Semblance.Storage;

/// <summary>The enrolled people. Every method either takes effect as a whole and lasting, or not at all.</summary>
public interface IGallery
{
    /// <summary>
    /// Does work while nobody else, in any thread, process or machine, changes the gallery. What it writes takes effect as a whole when it returns, and not at all where it
    /// throws. The lock is held as long as the work takes: what can be done before is done before.
    /// </summary>
    /// <param name="work">The work; it may read and write through its argument only.</param>
    /// <param name="cancellation">Gives up before the work begins.</param>
    Task<T> ExclusiveAsync<T>(Func<IExclusiveGallery, T> work, CancellationToken cancellation = default);

    /// <summary>A person by id; null where there is none.</summary>
    Task<Person?> FindAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>A person by name, upper and lower case being alike; null where there is none.</summary>
    Task<Person?> FindAsync(PersonName name, CancellationToken cancellation = default);

    /// <summary>A page of people, ordered as the query says. Those of whom something is damaged are left out.</summary>
    Task<PersonPage> ListAsync(PersonQuery query, CancellationToken cancellation = default);

    /// <summary>How many people are enrolled.</summary>
    Task<int> CountAsync(CancellationToken cancellation = default);

    /// <summary>Gives a person another name.</summary>
    /// <exception cref="PersonNotFoundException">Nobody has this id.</exception>
    /// <exception cref="NameTakenException">Somebody else has this name.</exception>
    Task<Person> RenameAsync(Guid id, PersonName name, CancellationToken cancellation = default);

    /// <summary>Replaces what a person agreed to. Where photos are no longer to be kept, they are deleted.</summary>
    /// <exception cref="PersonNotFoundException">Nobody has this id.</exception>
    Task<Person> SetConsentAsync(Guid id, Consent consent, CancellationToken cancellation = default);

    /// <summary>Removes a person: first the data key is destroyed, then the rows. What older backups hold of them is noise from then on.</summary>
    /// <exception cref="PersonNotFoundException">Nobody has this id.</exception>
    Task RemoveAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>Looks for anything that is left of a person who was removed.</summary>
    Task<RemovalProof> VerifyRemovedAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>Removes one face of a person; the last one stays (remove the person instead).</summary>
    /// <exception cref="PersonNotFoundException">Nobody has this id, or the person has no such face.</exception>
    /// <exception cref="LastFaceException">It is the person's only face.</exception>
    Task<Person> RemoveFaceAsync(Guid id, Guid face, CancellationToken cancellation = default);

    /// <summary>What faces of a person are compared with; null where nobody has this id or no face was made by this pack.</summary>
    Task<Template?> TemplateAsync(Guid id, string packId, CancellationToken cancellation = default);

    /// <summary>The templates of everybody who has one of this pack, for an index in memory.</summary>
    /// <param name="packId">The pack.</param>
    /// <param name="damaged">Told of people of whom something is damaged, who are left out; null: that is an error.</param>
    /// <param name="cancellation">Gives up.</param>
    IAsyncEnumerable<(Guid Id, Template Template)> TemplatesAsync(string packId, Action<StoreException>? damaged = null, CancellationToken cancellation = default);

    /// <summary>The photo of a face as an encoded picture; null where none was kept.</summary>
    Task<byte[]?> PhotoAsync(Guid id, Guid face, CancellationToken cancellation = default);

    /// <summary>
    /// Everything that is stored of a person, embeddings and photos with it, as it could be enrolled anew: for a sealed export, and for
    /// reading kept photos with another pack. Null where nobody has this id.
    /// </summary>
    Task<NewPerson?> ContentAsync(Guid id, CancellationToken cancellation = default);

    /// <summary>A number that grows with every change of people or faces, whichever process made it.</summary>
    Task<long> VersionAsync(CancellationToken cancellation = default);

    /// <summary>Who was added, changed or removed after a version, with the version that this brings one to.</summary>
    Task<GalleryChanges> ChangesAsync(long since, CancellationToken cancellation = default);
}

/// <summary>Names a request so that its repetition does nothing more.</summary>
/// <param name="Scope">Who asks; keys of different callers never meet.</param>
/// <param name="Key">1 to 200 characters chosen by the caller.</param>
/// <param name="Request">A hash of the request's content.</param>
public sealed record IdempotencyKey(string Scope, string Key, byte[] Request);

/// <summary>Which people.</summary>
/// <param name="Search">Part of the name, upper and lower case being alike; null: everybody.</param>
/// <param name="After">The <see cref="PersonPage.Next"/> of the page before; null: from the start.</param>
/// <param name="Limit">How many, 1 to 200.</param>
public sealed record PersonQuery(string? Search = null, string? After = null, int Limit = 50)
{
    /// <summary>How they are ordered; by name unless said otherwise.</summary>
    public PersonOrder Order { get; init; }
}

/// <summary>How people are ordered.</summary>
public enum PersonOrder
{
    /// <summary>By name.</summary>
    Name,

    /// <summary>Who was enrolled last comes first.</summary>
    Created,

    /// <summary>Who was recognised last comes first, who never was at the end.</summary>
    Used,
}

/// <summary>A page of people.</summary>
/// <param name="People">In the order of the query.</param>
/// <param name="Total">How many fit the query in all.</param>
/// <param name="Next">Where the next page begins; null at the end.</param>
public sealed record PersonPage(IReadOnlyList<Person> People, int Total, string? Next);

/// <summary>What changed in a gallery.</summary>
/// <param name="Version">The version that this leads to.</param>
/// <param name="Changed">People who were added or changed and are there now.</param>
/// <param name="Removed">People who are gone.</param>
/// <param name="Complete">False where the log does not reach back so far: read everything anew.</param>
public sealed record GalleryChanges(long Version, IReadOnlyList<Guid> Changed, IReadOnlyList<Guid> Removed, bool Complete);

/// <summary>What is left of a removed person.</summary>
/// <param name="Id">The person.</param>
/// <param name="Remains">Every place where something is left, in words; empty when the removal is complete.</param>
public sealed record RemovalProof(Guid Id, IReadOnlyList<string> Remains)
{
    /// <summary>Whether nothing is left.</summary>
    public bool IsRemoved => Remains.Count == 0;
}

/// <summary>Somebody is enrolled under this name.</summary>
public sealed class NameTakenException(PersonName name) : Exception($"Somebody is enrolled as {name} already.")
{
    /// <summary>The name.</summary>
    public PersonName Name { get; } = name;
}

/// <summary>Nobody has this id or name.</summary>
public sealed class PersonNotFoundException(string who) : Exception($"Nobody is enrolled as {who}.");

/// <summary>A person keeps at least one face.</summary>
public sealed class LastFaceException() : Exception("It is the only face of this person: remove the person, or add another face first.");

/// <summary>An idempotency key was used before, for another request.</summary>
public sealed class IdempotencyException() : Exception("This idempotency key was used for another request.");
