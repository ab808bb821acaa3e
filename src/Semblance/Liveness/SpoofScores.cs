using System.Text.Json.Serialization;

namespace Semblance.Liveness;

/// <summary>
/// What the spoof network says of one frame: log-odds (natural logarithm) that a live person is before the camera, over 0 for live, under 0 for an attack, on each crop by
/// itself. Trained on as many attacks as live faces.
/// </summary>
/// <param name="Tight">By the face alone; null where it has too few pixels or lies outside the picture.</param>
/// <param name="Wide">By the face with its surroundings; null where the face fills the picture, so that there are none to be seen.</param>
internal sealed record SpoofScores(double? Tight, double? Wide)
{
    /// <summary>Both together: their sum; null where nothing could be cut. A wide crop without a tight one is not judged.</summary>
    /// <param name="most">Each is limited to so much on both sides of 0 (<see cref="TextureOptions.MostLogOdds"/>).</param>
    public double? LogOdds(double most) => Tight is { } tight ? Math.Clamp(tight, -most, most) + Math.Clamp(Wide ?? 0, -most, most) : null;
}

/// <summary>From where on the texture of a face counts as live or as an attack; scores between the two are unsure.</summary>
/// <param name="LiveFrom">Scores from here on are live, over <paramref name="SpoofBelow"/> and below 1.</param>
/// <param name="SpoofBelow">Scores below are an attack, over 0.</param>
internal sealed record SpoofThresholds(double LiveFrom, double SpoofBelow)
{
    /// <summary>Whether both are scores and in order.</summary>
    [JsonIgnore]
    public bool AreUsable => SpoofBelow > 0 && SpoofBelow <= LiveFrom && LiveFrom < 1;

    /// <summary>What a score means.</summary>
    public LivenessVerdict Judge(double score) => score >= LiveFrom ? LivenessVerdict.Live : score < SpoofBelow ? LivenessVerdict.Spoof : LivenessVerdict.Unsure;
}
