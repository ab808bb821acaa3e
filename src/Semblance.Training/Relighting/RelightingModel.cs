namespace Semblance.Training.Relighting;

/// <summary>A simulation: which heads, which camera, how landmarks err.</summary>
/// <param name="Name">For tables.</param>
/// <param name="Heads">One round each, before they are varied.</param>
/// <param name="Camera">Its kind.</param>
/// <param name="LandmarkError">Deviation of each coordinate of a landmark, in distances between the eyes, on top of the detector's own.</param>
internal sealed record RelightingModel(string Name, IReadOnlyList<HeadShape> Heads, CameraModel Camera, double LandmarkError)
{
    /// <summary>The one that the limits of the check were chosen on.</summary>
    public static RelightingModel Tuning { get; } = new("tuning", [HeadShape.Ellipsoid], CameraModel.Plain, 0.006);

    /// <summary>The one that figures are given for; nothing was chosen on it.</summary>
    public static RelightingModel Unseen { get; } = new("unseen", [HeadShape.Carved, HeadShape.Narrow], CameraModel.Harsh, 0.01);
}

/// <summary>The light of a room, on a face that looks at a screen.</summary>
/// <param name="Name">For tables.</param>
/// <param name="Least">Lux.</param>
/// <param name="Most">Lux.</param>
internal sealed record AmbientLevel(string Name, double Least, double Most)
{
    /// <summary>Evening light: the screen adds about half as much again.</summary>
    public static AmbientLevel Dim { get; } = new("dim room", 70, 140);

    /// <summary>An office: about a fifth.</summary>
    public static AmbientLevel Office { get; } = new("office", 220, 380);

    /// <summary>Beside a bright window: about a twentieth.</summary>
    public static AmbientLevel Window { get; } = new("bright window", 700, 1200);

    /// <summary>Outdoors: half a percent and less.</summary>
    public static AmbientLevel Sun { get; } = new("sun", 10_000, 50_000);

    /// <summary>From dark to bright.</summary>
    public static IReadOnlyList<AmbientLevel> All { get; } = [Dim, Office, Window, Sun];

    /// <summary>Draws a light, lux.</summary>
    public float Draw(Random random) => (float)(Least * Math.Pow(Most / Least, random.NextDouble()));
}
