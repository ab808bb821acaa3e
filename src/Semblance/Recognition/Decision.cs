namespace Semblance;

/// <summary>The closed set of answers. Only <see cref="Match"/> opens anything.</summary>
public enum Outcome
{
    /// <summary>The face is the person it claims to be, at the threshold's false match rate.</summary>
    Match,

    /// <summary>There is a usable face, and it is not this person's.</summary>
    NoMatch,

    /// <summary>No face was found.</summary>
    NoFace,

    /// <summary>More than one face stands before the camera, of like size.</summary>
    SeveralFaces,

    /// <summary>There is a face, and it cannot be used; the reasons say why.</summary>
    PoorQuality,

    /// <summary>Something other than a live face was shown; the reasons say what points to it.</summary>
    SpoofSuspected,

    /// <summary>The evidence did not suffice for either answer.</summary>
    Undecided,
}

/// <summary>An answer with what it rests on.</summary>
/// <param name="Outcome">The answer.</param>
/// <param name="Score">The score it rests on; null where no two faces were compared.</param>
/// <param name="Reasons">Why, in words for a person; empty for a plain match or non-match.</param>
public sealed record Decision(Outcome Outcome, double? Score, IReadOnlyList<string> Reasons)
{
    /// <summary>A decision without a comparison.</summary>
    public static Decision Without(Outcome outcome, params IReadOnlyList<string> reasons) => new(outcome, null, reasons);
}
