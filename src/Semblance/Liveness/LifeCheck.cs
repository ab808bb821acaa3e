namespace Semblance.Liveness;

/// <summary>
/// Whether anything moves that a still picture does not: a still is never live, however it is encoded, and neither is a camera that is frozen. People sway, breathe and blink all the time.
/// It says live only for what was seen in the last moments, and never spoof: a picture that does not move shows nobody. Whether what moves is a head or a sheet that is moved is for
/// <see cref="MotionCheck"/> to say. Used by one thread.
/// </summary>
/// <param name="options">The limits.</param>
internal sealed class LifeCheck(LifeOptions options) : ILivenessCheck
{
    private const string Still = "The picture does not move: a still is never live.";

    private readonly List<Look> _looks = [];
    private FaceGrid? _grid;

    public string Name => CheckNames.Life;

    /// <summary>What was measured up to the newest frame; null where too few were seen.</summary>
    public LifeSigns? Signs { get; private set; }

    public CheckResult Result { get; private set; } = CheckResult.Nothing(CheckNames.Life, "No face was followed yet.");

    public void Add(LivenessFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.Face is not { } face)
            return;
        var place = FacePlace.Of(face);
        // Another place is movement enough; what changes is then measured there.
        if (_grid is null || place.DistanceTo(_grid.Place) > _grid.Place.Size)
            _grid = new FaceGrid(place);
        _looks.RemoveAll(old => frame.Time - old.Time > options.Window);
        _looks.Add(new Look(frame.Time, place, _grid, _grid.Measure(frame.Photo)));
        Result = Judge();
    }

    public void Reset()
    {
        _looks.Clear();
        (_grid, Signs) = (null, null);
        Result = CheckResult.Nothing(Name, "The face was lost.");
    }

    public void Dispose()
    {
    }

    private CheckResult Judge()
    {
        bool isSettled = _looks.Count >= options.FewestFrames && _looks[^1].Time - _looks[0].Time >= options.SettlesAfter;
        Signs = isSettled ? Measure() : null;
        if (Signs is not { } signs)
            return CheckResult.Nothing(Name, "Too few frames were seen to tell whether the picture moves.");
        double score = signs.Score(options);
        return score >= 0.5
            ? new CheckResult(Name, score, LivenessVerdict.Live, [], IsSettled: true)
            : new CheckResult(Name, score, LivenessVerdict.Unsure, [Still], IsSettled: true);
    }

    private LifeSigns Measure() => new(Math.Max(Range(look => look.Place.X), Range(look => look.Place.Y)) / _looks[^1].Place.Size, Change());

    private double Range(Func<Look, double> value) => _looks.Max(value) - _looks.Min(value);

    private double Change()
    {
        var looks = _looks.Where(look => ReferenceEquals(look.Grid, _grid)).ToList();
        double sum = 0;
        for (int cell = 0; cell < FaceGrid.Cells; cell++)
            sum += looks.Max(look => look.Levels[cell]) - looks.Min(look => look.Levels[cell]);
        // A face that has just come to another place has changed more than any measure of it there says yet.
        return looks.Count < _looks.Count ? double.Max(sum / FaceGrid.Cells, 2 * options.LeastChange) : sum / FaceGrid.Cells;
    }

    private readonly record struct Look(TimeSpan Time, FacePlace Place, FaceGrid Grid, float[] Levels);
}

/// <summary>How much moved within the window.</summary>
/// <param name="Drift">Path of the face, across or along, in distances from eyes to mouth.</param>
/// <param name="Change">Mean change of brightness of the face's parts and of what is around it, in grey levels.</param>
internal readonly record struct LifeSigns(double Drift, double Change)
{
    /// <summary>How far from still, on a scale on which the limit is one half.</summary>
    public double Score(LifeOptions options) => Math.Min(Drift / (Drift + options.LeastDrift), Change / (Change + options.LeastChange));
}

/// <summary>Where a face is and how large.</summary>
/// <param name="X">The middle of its landmarks, in pixels.</param>
/// <param name="Y">The same downwards.</param>
/// <param name="Size">From the eyes to the mouth, in pixels.</param>
internal readonly record struct FacePlace(double X, double Y, double Size)
{
    public static FacePlace Of(Face face)
    {
        if (face.Landmarks is not { } l)
            return new FacePlace(face.Box.Centre.X, face.Box.Centre.Y, face.Box.ShorterSide / 3);
        double eyesX = (l.RightEye.X + l.LeftEye.X) / 2, eyesY = (l.RightEye.Y + l.LeftEye.Y) / 2;
        double mouthX = (l.RightMouthCorner.X + l.LeftMouthCorner.X) / 2, mouthY = (l.RightMouthCorner.Y + l.LeftMouthCorner.Y) / 2;
        return new FacePlace((2 * eyesX + 2 * mouthX + l.NoseTip.X) / 5, (2 * eyesY + 2 * mouthY + l.NoseTip.Y) / 5, Math.Max(1, Math.Sqrt(Square(mouthX - eyesX) + Square(mouthY - eyesY))));
    }

    public double DistanceTo(FacePlace other) => Math.Sqrt(Square(X - other.X) + Square(Y - other.Y));

    private static double Square(double value) => value * value;
}

/// <summary>A square of cells over a face and what is around it, fixed in the picture: the means of cells hardly feel the noise of cameras and encoders.</summary>
/// <param name="place">The face.</param>
internal sealed class FaceGrid(FacePlace place)
{
    private const int Side = 12;

    // Sides of the square in distances from eyes to mouth.
    private const double Width = 3;

    /// <summary>How many cells there are.</summary>
    public const int Cells = Side * Side;

    public FacePlace Place => place;

    /// <summary>The mean green level of every cell; 0 outside the picture.</summary>
    public float[] Measure(Photo photo)
    {
        var levels = new float[Cells];
        double left = place.X - Width / 2 * place.Size, top = place.Y - Width / 2 * place.Size, cell = Width * place.Size / Side;
        for (int row = 0; row < Side; row++)
        {
            for (int column = 0; column < Side; column++)
                levels[row * Side + column] = Mean(photo, left + column * cell, top + row * cell, cell);
        }
        return levels;
    }

    private static float Mean(Photo photo, double left, double top, double side)
    {
        int fromX = Math.Max(0, (int)left), toX = Math.Min(photo.Width, Math.Max((int)left + 1, (int)(left + side)));
        int fromY = Math.Max(0, (int)top), toY = Math.Min(photo.Height, Math.Max((int)top + 1, (int)(top + side)));
        long sum = 0, count = 0;
        for (int y = fromY; y < toY; y++)
        {
            for (int x = fromX; x < toX; x++, count++)
                sum += photo.Rgb[3 * (y * photo.Width + x) + 1];
        }
        return count == 0 ? 0 : (float)sum / count;
    }
}
