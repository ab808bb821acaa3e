namespace Semblance.Detection;

/// <summary>
/// Which face of a photo is meant. A bystander does not block: faces with less than half the area of the main one are ignored,
/// and so are second hits on one face and on one head. A closed set: <see cref="Main"/>, <see cref="None"/> or <see cref="Several"/>.
/// </summary>
internal abstract record FaceSelection
{
    /// <summary>A face with at least this share of the main face's area is no bystander.</summary>
    public const float BystanderShare = 0.5f;

    /// <summary>Boxes that overlap at least this much (intersection over union) are hits on one face.</summary>
    public const float SameFaceOverlap = 0.3f;

    private static readonly HeadOptions s_heads = new();

    private FaceSelection()
    {
    }

    /// <summary>One face is meant.</summary>
    /// <param name="Face">That face.</param>
    public sealed record Main(Face Face) : FaceSelection;

    /// <summary>The photo holds no face.</summary>
    public sealed record None : FaceSelection;

    /// <summary>Several faces of like size: nobody can say which is meant.</summary>
    /// <param name="Faces">The largest face and all that are at least half as large, the largest first.</param>
    public sealed record Several(IReadOnlyList<Face> Faces) : FaceSelection;

    /// <summary>The rule before a camera: the largest face, unless another is at least half as large.</summary>
    /// <param name="faces">All faces found.</param>
    /// <param name="heads">Which boxes are not a face of their own; null: the defaults.</param>
    public static FaceSelection Largest(IReadOnlyList<Face> faces, HeadOptions? heads = null)
    {
        var large = LargeOnes(faces, heads);
        return large.Count switch
        {
            0 => new None(),
            1 => new Main(large[0]),
            _ => new Several(large),
        };
    }

    /// <summary>The rule for evaluating photos that each show a known person: of the large faces, the one nearest to the photo's centre. Never <see cref="Several"/>.</summary>
    /// <param name="faces">All faces found.</param>
    /// <param name="width">The photo's width in pixels.</param>
    /// <param name="height">The photo's height in pixels.</param>
    /// <param name="heads">Which boxes are not a face of their own; null: the defaults.</param>
    public static FaceSelection MostCentral(IReadOnlyList<Face> faces, int width, int height, HeadOptions? heads = null)
    {
        var large = LargeOnes(faces, heads);
        return large.Count == 0 ? new None() : new Main(large.MinBy(face => SquaredDistance(face.Box.Centre, width / 2f, height / 2f))!);
    }

    /// <summary>Each face once: of boxes that overlap by <see cref="SameFaceOverlap"/>, the one that the detector gives first, as its surest.</summary>
    public static IReadOnlyList<Face> Distinct(IReadOnlyList<Face> faces)
    {
        ArgumentNullException.ThrowIfNull(faces);
        var distinct = new List<Face>();
        foreach (var face in faces)
        {
            if (distinct.All(other => other.Box.Overlap(face.Box) < SameFaceOverlap))
                distinct.Add(face);
        }
        return distinct;
    }

    /// <summary>
    /// Each head once: of <see cref="Distinct"/> faces, those are left out that lie about the head of a surer and larger one (a collar, an ear, an earring).
    /// Only faces with landmarks are judged, for their scores are alike. Of the 4,917 labelled faces of the scenes this loses 2, and of 21 boxes about a head that show
    /// none it leaves 4 (docs/accuracy.md).
    /// </summary>
    /// <param name="faces">Faces as the detector gives them, the surest first.</param>
    /// <param name="options">Which boxes those are; null: the defaults.</param>
    public static IReadOnlyList<Face> OnePerHead(IReadOnlyList<Face> faces, HeadOptions? options = null)
    {
        options ??= s_heads;
        var heads = new List<Face>();
        foreach (var face in Distinct(faces).OrderByDescending(face => face.Score))
        {
            if (!heads.Any(head => IsOnHead(face, head, options)))
                heads.Add(face);
        }
        return heads;
    }

    private static bool IsOnHead(Face face, Face head, HeadOptions options)
    {
        if (face.Landmarks is null || head.Landmarks is null)
            return false;
        float x = (face.Box.Centre.X - head.Box.Centre.X) / head.Box.Width, y = (face.Box.Centre.Y - head.Box.Centre.Y) / head.Box.Height;
        float side = MathF.Sqrt(face.Box.Area / head.Box.Area), less = head.Score - face.Score;
        return x * x + (y - options.Lower) * (y - options.Lower) / (options.HalfHeight * options.HalfHeight) < 1
            && (side <= options.LargestSide && less >= options.LessSure || side <= options.EarSide && Math.Abs(y) < options.EarHeight && less >= options.EarLessSure);
    }

    private static List<Face> LargeOnes(IReadOnlyList<Face> faces, HeadOptions? heads)
    {
        var distinct = OnePerHead(faces, heads);
        if (distinct.Count == 0)
            return [];
        float largest = distinct.Max(face => face.Box.Area);
        return [.. distinct.Where(face => face.Box.Area >= BystanderShare * largest).OrderByDescending(face => face.Box.Area)];
    }

    private static float SquaredDistance(Point point, float x, float y) => (point.X - x) * (point.X - x) + (point.Y - y) * (point.Y - y);
}
