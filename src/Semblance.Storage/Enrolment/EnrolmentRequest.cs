namespace Semblance.Storage.Enrolment;

/// <summary>Faces that are to be stored under a name.</summary>
/// <param name="Who">Under whose.</param>
/// <param name="Faces">The faces, at least one.</param>
/// <param name="Origin">How they were seen.</param>
/// <param name="By">Who asks.</param>
public sealed record EnrolmentRequest(Enrollee Who, IReadOnlyList<NewFace> Faces, FaceOrigin Origin, EnrolmentActor By)
{
    /// <summary>
    /// An administrator answers for it that a face may be somebody else's too, or unlike those that the person has. All faces of the request must show one person nevertheless.
    /// </summary>
    public bool AllowDuplicate { get; init; }

    /// <summary>Makes a repeated request return what the first one did; null for none. Faces that are replaced take none: repeating that changes nothing.</summary>
    public IdempotencyKey? Idempotency { get; init; }

    /// <summary>The false match rate at which two looks count as one person's; null: the pack's default.</summary>
    public double? Fmr { get; init; }
}

/// <summary>Who is enrolled. A closed set.</summary>
public abstract record Enrollee
{
    private Enrollee()
    {
    }

    /// <summary>Somebody new.</summary>
    /// <param name="Name">The name.</param>
    /// <param name="Consent">What they agreed to.</param>
    public sealed record Newcomer(PersonName Name, Consent Consent) : Enrollee;

    /// <summary>Somebody who is enrolled and gets further faces.</summary>
    /// <param name="Id">The person.</param>
    public sealed record Further(Guid Id) : Enrollee;

    /// <summary>Somebody who is enrolled and whose faces, of all packs, are replaced.</summary>
    /// <param name="Id">The person.</param>
    /// <param name="Consent">What they agreed to now; null: as before.</param>
    public sealed record Replaced(Guid Id, Consent? Consent = null) : Enrollee;
}

/// <summary>How faces were seen. A closed set.</summary>
public abstract record FaceOrigin
{
    private FaceOrigin()
    {
    }

    /// <summary>Before a camera, or in a clip that stands for one. They are taken where the result says live, or where the policy off was set: then nobody looked, and the log says so.</summary>
    /// <param name="Liveness">Whether a live person was seen.</param>
    public sealed record Live(LivenessResult Liveness) : FaceOrigin;

    /// <summary>In photos that were given on purpose by somebody who may enrol people and answers for them.</summary>
    public sealed record Photos : FaceOrigin;

    /// <summary>
    /// They were enrolled before: a sealed person, or kept photos that another pack reads. Quality and "all of one person" were judged then. Faces of other packs may be
    /// among them; at least one is the running pack's, or nothing shows whose face it is.
    /// </summary>
    public sealed record Stored : FaceOrigin;
}

/// <summary>Who asks for an enrolment, for the audit log.</summary>
/// <param name="Name">A key's name, or the command line.</param>
/// <param name="Address">The network address.</param>
/// <param name="Session">The session.</param>
public sealed record EnrolmentActor(string Name, string? Address = null, string? Session = null);
