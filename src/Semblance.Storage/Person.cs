namespace Semblance.Storage;

/// <summary>An enrolled person, without embeddings and photos.</summary>
/// <param name="Id">Chosen when they were enrolled; it never changes and is never given again.</param>
/// <param name="Name">The name; unique in the gallery, upper and lower case being alike.</param>
/// <param name="Created">When they were enrolled.</param>
/// <param name="Changed">When anything of them changed last.</param>
/// <param name="Consent">What they agreed to.</param>
/// <param name="Faces">At least one, the oldest first.</param>
public sealed record Person(Guid Id, PersonName Name, DateTimeOffset Created, DateTimeOffset Changed, Consent Consent, IReadOnlyList<StoredFace> Faces)
{
    /// <summary>When they were recognised last; null where they never were.</summary>
    public DateTimeOffset? Used { get; init; }

    /// <summary>How often somebody else was taken for them, as administrators said: see <see cref="PersonalRule"/>.</summary>
    public int Mistaken { get; init; }
}

/// <summary>A face of a person, without embedding and photo.</summary>
/// <param name="Id">Its id.</param>
/// <param name="PackId">The pack that made its embedding.</param>
/// <param name="Quality">How good the photo was.</param>
/// <param name="Pose">Which pose it was taken for (straight, left, right, up, down); null where none was asked for.</param>
/// <param name="Added">When.</param>
/// <param name="HasPhoto">Whether the photo was kept.</param>
public sealed record StoredFace(Guid Id, string PackId, FaceQuality Quality, string? Pose, DateTimeOffset Added, bool HasPhoto);

/// <summary>What a person agreed to.</summary>
/// <param name="Text">The words they agreed to, up to 4,000 characters.</param>
/// <param name="KeepPhotos">Whether photos may be kept, so that another model can read them anew.</param>
/// <param name="Given">When.</param>
/// <param name="RecordedBy">Who recorded it: a key's name, or the command line.</param>
public sealed record Consent(string Text, bool KeepPhotos, DateTimeOffset Given, string RecordedBy)
{
    /// <summary>When it ends; null: it does not end by itself. From then on the person is not recognised, and the next run of <see cref="Retention.RetentionRun"/> removes them.</summary>
    public DateTimeOffset? Ends { get; init; }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded(DateTimeOffset now) => Ends <= now;

    /// <summary>The most characters of a text.</summary>
    public const int MaximumLength = 4000;
}

/// <summary>A person to be enrolled.</summary>
/// <param name="Name">The name.</param>
/// <param name="Consent">What they agreed to.</param>
/// <param name="Faces">At least one, the best first.</param>
public sealed record NewPerson(PersonName Name, Consent Consent, IReadOnlyList<NewFace> Faces);

/// <summary>A face to be stored.</summary>
/// <param name="Embedding">Its embedding.</param>
/// <param name="Quality">How good the photo was.</param>
/// <param name="Pose">Which pose it was taken for; null where none was asked for.</param>
/// <param name="Photo">The encoded photo (JPEG or PNG), stored only where the consent allows it; null for none.</param>
public sealed record NewFace(Embedding Embedding, FaceQuality Quality, string? Pose = null, byte[]? Photo = null);
