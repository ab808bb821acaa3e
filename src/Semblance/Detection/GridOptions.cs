namespace Semblance.Detection;

/// <summary>Settings of <see cref="GridFaceDetector"/>. The defaults are those of YuNet.</summary>
internal sealed record GridOptions
{
    /// <summary>The network's channel order: <c>rgb</c> or <c>bgr</c>. Default bgr.</summary>
    public string Channels { get; init; } = "bgr";

    /// <summary>Subtracted from each level 0..255. Default 0.</summary>
    public float Mean { get; init; }

    /// <summary>Multiplied after that. Default 1.</summary>
    public float Scale { get; init; } = 1;

    /// <summary>Faces of a lower score are left out, 0 to 1. Default 0.6.</summary>
    public float MinScore { get; init; } = 0.6f;

    /// <summary>
    /// Where no face of a photo reaches <see cref="MinScore"/>, faces from this score on count, 0 to 1; null (the default): none do. A small network
    /// gives some real faces a middling score, and some things beside a sure face as well: only the first are wanted.
    /// </summary>
    public float? UnsureScore { get; init; }

    /// <summary>
    /// A photo whose longer side has more pixels is reduced to this many before faces are looked for, at least 32. Default 1920: the
    /// time for a photo is bounded (a tenth of a second), and faces of 80 pixels are still found in photos of 4000.
    /// </summary>
    public int MaxSide { get; init; } = 1920;
}
