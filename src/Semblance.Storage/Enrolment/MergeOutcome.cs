namespace Semblance.Storage.Enrolment;

/// <summary>What became of making one person of two. A closed set.</summary>
public abstract record MergeOutcome
{
    private MergeOutcome()
    {
    }

    /// <summary>They are one person now.</summary>
    /// <param name="Person">The person as they are now.</param>
    public sealed record Merged(Person Person) : MergeOutcome;

    /// <summary>Nothing was changed.</summary>
    /// <param name="Reason">Why, in a sentence.</param>
    public abstract record Refused(string Reason) : MergeOutcome;

    /// <summary>Nobody has this id.</summary>
    public sealed record PersonNotFound(Guid Id) : Refused($"Nobody is enrolled as {Id}.");

    /// <summary>The two ids are the same.</summary>
    public sealed record SamePerson() : Refused("The two are the same already.");

    /// <summary>Their faces are not alike, or cannot be compared by the running pack.</summary>
    public sealed record NotAlike(string Why) : Refused(Why);

    /// <summary>Together they have more faces than a person may have.</summary>
    /// <param name="Together">How many.</param>
    public sealed record TooManyFaces(int Together) : Refused($"Together they have {Together} faces, and a person has at most {Enroller.MostFaces}: remove some first.");
}
