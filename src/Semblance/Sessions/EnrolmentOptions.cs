namespace Semblance;

/// <summary>What an enrolment takes. Immutable.</summary>
public sealed record EnrolmentOptions
{
    /// <summary>The false match rate at which two looks are one person's, over 0 and below 1; null: the pack's default.</summary>
    public double? Fmr { get; init; }

    /// <summary>How many faces are stored at most, at least 1.</summary>
    public int MostFaces { get; init; } = 5;

    /// <summary>Whether the faces' pictures are kept: only with consent.</summary>
    public bool KeepPhotos { get; init; }

    /// <summary>How every frame is turned before it is looked at, in degrees clockwise: 0, 90, 180 or 270; null: as its faces say.</summary>
    public int? Rotate { get; init; }

    /// <summary>So many different poses suffice.</summary>
    public int EnoughPoses { get; init; } = 3;

    /// <summary>Fewer suffice after the person was seen for so long.</summary>
    public TimeSpan LongEnough { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>So many frames of somebody else end the enrolment.</summary>
    public int MostStrangers { get; init; } = 15;
}
