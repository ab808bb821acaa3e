namespace Semblance.Storage.Enrolment;

/// <summary>What became of an enrolment. A closed set: <see cref="Enrolled"/>, or a <see cref="Refused"/> that says why nothing was stored.</summary>
public abstract record EnrolmentOutcome
{
    private EnrolmentOutcome()
    {
    }

    /// <summary>The faces are stored.</summary>
    /// <param name="Person">The person as they are now.</param>
    /// <param name="LookAlikes">
    /// Who resembles them, the most alike first, at most <see cref="Enroller.MostLookAlikes"/>: relatives often, whose claims deserve a second look. Only for those who may
    /// see who is enrolled; others are told that there is somebody.
    /// </param>
    public sealed record Enrolled(Person Person, IReadOnlyList<LookAlike> LookAlikes) : EnrolmentOutcome
    {
        /// <summary>True where an earlier request with the same idempotency key had stored them.</summary>
        public bool Replayed { get; init; }

        /// <summary>False where nobody looked whether others have this face: the pack compares by distance, and people are looked for by cosine.</summary>
        public bool IsSearched { get; init; } = true;
    }

    /// <summary>Nothing is stored.</summary>
    /// <param name="Reasons">Why, in sentences for the one who enrols; they name nobody else.</param>
    public abstract record Refused(IReadOnlyList<string> Reasons) : EnrolmentOutcome
    {
        /// <summary>The word for it in answers and in the audit log.</summary>
        public string Word => GetType().Name;
    }

    /// <summary>Somebody else is enrolled with this face.</summary>
    /// <param name="Other">Who: only for those who may see who is enrolled.</param>
    public sealed record FaceOfSomebodyElse(Person Other) : Refused(["Somebody else is enrolled with this face."]);

    /// <summary>The faces do not show one person, or not the one who is enrolled.</summary>
    /// <param name="Reason">Which of the two.</param>
    public sealed record DifferentPeople(string Reason) : Refused([Reason])
    {
        /// <summary>Whether an administrator may store them all the same (<see cref="EnrolmentRequest.AllowDuplicate"/>).</summary>
        public bool MayBeAllowed { get; init; }
    }

    /// <summary>No live person was seen.</summary>
    /// <param name="IsSpoof">Whether it was an attack; otherwise not enough was seen.</param>
    /// <param name="Why">What the checks said.</param>
    public sealed record NotLive(bool IsSpoof, IReadOnlyList<string> Why) : Refused(Why);

    /// <summary>A face is not good enough.</summary>
    public sealed record PoorQuality(IReadOnlyList<string> Problems) : Refused(Problems);

    /// <summary>The faces were read by another pack than the running one.</summary>
    /// <param name="Packs">The packs that read them.</param>
    /// <param name="Running">The running pack.</param>
    public sealed record OtherPack(IReadOnlyList<string> Packs, string Running)
        : Refused([$"The faces were read by the pack {string.Join(", ", Packs)}, this is {Running}: nothing shows whether somebody else has this face."]);

    /// <summary>A face cannot have been read by the pack that it names: its embedding has another length.</summary>
    /// <param name="Problem">What is wrong, in a sentence.</param>
    public sealed record UnusableFaces(string Problem) : Refused([Problem]);

    /// <summary>Somebody is enrolled under this name.</summary>
    public sealed record NameTaken(PersonName Name) : Refused([$"Somebody is enrolled as {Name} already; names are unique, upper and lower case being alike."]);

    /// <summary>Nobody has this id.</summary>
    public sealed record PersonNotFound(Guid Id) : Refused(["The person is not enrolled, or was removed meanwhile."]);

    /// <summary>A person has at most so many faces.</summary>
    /// <param name="Has">How many the person has.</param>
    public sealed record TooManyFaces(int Has) : Refused([$"A person has at most {Enroller.MostFaces} faces; this one has {Has}."]);

    /// <summary>The idempotency key was used for another request.</summary>
    public sealed record KeyReused() : Refused(["The idempotency key was used for another request."]);
}

/// <summary>Somebody who resembles a person that was enrolled.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name.</param>
public sealed record LookAlike(Guid Id, PersonName Name);
