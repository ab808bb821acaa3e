namespace Semblance;

/// <summary>What a check, or a policy over several, says of whoever is before the camera. Only <see cref="Live"/> opens anything.</summary>
public enum LivenessVerdict
{
    /// <summary>Not enough was seen for either answer.</summary>
    Unsure,

    /// <summary>A live person, as far as this check can tell.</summary>
    Live,

    /// <summary>A presentation attack: a photo, a screen, a replay.</summary>
    Spoof,
}
