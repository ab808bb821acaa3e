namespace Semblance.Storage;

/// <summary>
/// The enrolled people while nobody else, in any thread, process or machine, can change them: what is read is the newest state and stays so until everything that
/// is written here is lasting. Given by <see cref="IGallery.ExclusiveAsync"/> and of no use afterwards. It blocks the calling thread and belongs to it.
/// <para>It stores what it is told. Who may be enrolled is the rule of <see cref="Enrolment.Enroller"/>, which every surface goes through.</para>
/// </summary>
public interface IExclusiveGallery
{
    /// <summary>A person by id; null where there is none.</summary>
    Person? Find(Guid id);

    /// <summary>A person by name; null where there is none.</summary>
    Person? Find(PersonName name);

    /// <summary>What faces of a person are compared with; null where nobody has this id or no face was made by this pack.</summary>
    Template? Template(Guid id, string packId);

    /// <summary>The templates of everybody who has one of this pack.</summary>
    /// <param name="packId">The pack.</param>
    /// <param name="damaged">Told of people of whom something is damaged, who are left out; null: that is an error.</param>
    IEnumerable<(Guid Id, Template Template)> Templates(string packId, Action<StoreException>? damaged = null);

    /// <summary>Who was added, changed or removed after a version.</summary>
    GalleryChanges Changes(long since);

    /// <summary>Whom an earlier request with this key added or changed; null where there was none. To be asked before anything is added with the key.</summary>
    /// <param name="request">The request's key.</param>
    /// <param name="person">Whom faces are added to; null where a person is added.</param>
    /// <exception cref="IdempotencyException">The key was used for another request.</exception>
    Person? Repeated(IdempotencyKey request, Guid? person);

    /// <summary>Adds a person.</summary>
    /// <param name="person">Who, with at least one face.</param>
    /// <param name="request">Remembered, so that a repetition is known; null for none.</param>
    /// <exception cref="NameTakenException">Somebody has this name.</exception>
    Person Add(NewPerson person, IdempotencyKey? request = null);

    /// <summary>Adds faces, at least one, to a person.</summary>
    /// <exception cref="PersonNotFoundException">Nobody has this id.</exception>
    Person AddFaces(Guid id, IReadOnlyList<NewFace> faces, IdempotencyKey? request = null);

    /// <summary>Replaces a person's faces: all of them, or those of one pack.</summary>
    /// <param name="id">The person.</param>
    /// <param name="faces">The new faces, at least one.</param>
    /// <param name="packId">The pack whose faces go; null: all.</param>
    /// <exception cref="PersonNotFoundException">Nobody has this id.</exception>
    Person ReplaceFaces(Guid id, IReadOnlyList<NewFace> faces, string? packId = null);

    /// <summary>Replaces what a person agreed to. Where photos are no longer to be kept, they are deleted.</summary>
    /// <exception cref="PersonNotFoundException">Nobody has this id.</exception>
    Person SetConsent(Guid id, Consent consent);

    /// <summary>Deletes the photos of a person's faces that were added before a time; the faces stay.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="PersonNotFoundException">Nobody has this id.</exception>
    int RemovePhotos(Guid id, DateTimeOffset before);

    /// <summary>
    /// Gives a person the faces, photos, consent and history of another, who is gone afterwards. Of the two consents the stricter holds.
    /// </summary>
    /// <exception cref="PersonNotFoundException">Nobody has one of these ids.</exception>
    Person Merge(Guid keep, Guid other);

    /// <summary>Sets how often somebody else was taken for a person.</summary>
    /// <exception cref="PersonNotFoundException">Nobody has this id.</exception>
    Person SetMistaken(Guid id, int times);

    /// <summary>Removes a person: first the data key is destroyed, which nothing takes back, then the rows.</summary>
    /// <exception cref="PersonNotFoundException">Nobody has this id.</exception>
    void Remove(Guid id);

    /// <summary>Appends an entry to the audit log, together with the changes.</summary>
    void Note(AuditEvent what);
}
