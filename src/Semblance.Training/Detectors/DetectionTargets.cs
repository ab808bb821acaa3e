using Semblance.Training.Networks;

namespace Semblance.Training.Detectors;

/// <summary>
/// What a network should say about one picture: for each cell (of stride 8, then 16, then 32, row by row) how likely a face is centred
/// there; and for the cells that hold one, its box and landmarks in cells, as the network gives them.
/// </summary>
internal sealed class DetectionTargets
{
    /// <summary>Cells below this probability say nothing about boxes.</summary>
    public const float MinBoxScore = 0.3f;

    // What a person boxed and the teacher did not see counts less than what the teacher is sure of.
    private const float KnownScore = 0.75f;
    private const float FoundOverlap = 0.35f, FoundScore = 0.5f;
    private const float SmallestKnown = 10;
    private const float LeastVisible = 0.6f;

    // YuNet answers for faces up to about 100 pixels at stride 8, for larger ones at 32, and seldom at 16: so do the known faces.
    private const float LargestAt8 = 100;

    private readonly int _size;

    private DetectionTargets(int size, int cells) => (_size, Scores, Boxes, Points) = (size, new float[cells], new float[4 * cells], new float[10 * cells]);

    /// <summary>Probability for each cell.</summary>
    public float[] Scores { get; }

    /// <summary>Four numbers for each cell: centre less the cell's corner, logarithm of width and height, all in cells.</summary>
    public float[] Boxes { get; }

    /// <summary>Ten numbers for each cell: landmarks less the cell's corner, in cells.</summary>
    public float[] Points { get; }

    /// <summary>Cells whose box is known but whose landmarks are not.</summary>
    public HashSet<int> WithoutLandmarks { get; } = [];

    /// <summary>Number of cells of a square picture.</summary>
    public static int Cells(int size) => DetectorNetwork.Strides.Sum(stride => size / stride * (size / stride));

    /// <summary>
    /// What the teacher says about a picture, and the known faces that it missed. Landmarks are those of the known faces, found in the
    /// photos as they were taken and moved with them: in turned pictures YuNet finds faces, but hardly turns their landmarks.
    /// </summary>
    /// <param name="teacher">Sees the picture as it is, in no way degraded.</param>
    /// <param name="canvas">The picture.</param>
    public static DetectionTargets Of(GridTeacher teacher, Canvas canvas)
    {
        var targets = new DetectionTargets(canvas.Size, Cells(canvas.Size));
        teacher.Read(canvas.Rgb, canvas.Size, targets.Scores, targets.Boxes, targets.Points);
        var found = new HashSet<KnownFace>();
        for (int cell = 0; cell < targets.Scores.Length; cell++)
        {
            if (targets.Scores[cell] < MinBoxScore)
                continue;
            var box = targets.BoxAt(cell);
            var face = canvas.Faces.MaxBy(known => known.Box.Overlap(box));
            bool same = face is not null && face.Box.Overlap(box) >= FoundOverlap;
            if (same && targets.Scores[cell] >= FoundScore)
                found.Add(face!);
            targets.SetLandmarks(cell, same ? face!.Landmarks : null);
        }
        foreach (var face in canvas.Faces.Where(face => face.Visible > LeastVisible && MathF.Sqrt(face.Box.Area) >= SmallestKnown && !found.Contains(face)))
            targets.Add(face);
        return targets;
    }

    /// <summary>The box of a cell in pixels.</summary>
    public Box BoxAt(int cell)
    {
        var (stride, column, row) = Locate(cell);
        float width = MathF.Exp(Boxes[4 * cell + 2]) * stride, height = MathF.Exp(Boxes[4 * cell + 3]) * stride;
        return new Box((column + Boxes[4 * cell]) * stride - width / 2, (row + Boxes[4 * cell + 1]) * stride - height / 2, width, height);
    }

    private void SetLandmarks(int cell, Landmarks? landmarks)
    {
        if (landmarks is null)
        {
            WithoutLandmarks.Add(cell);
            return;
        }
        WithoutLandmarks.Remove(cell);
        var (stride, column, row) = Locate(cell);
        foreach (var (i, point) in landmarks.ToList().Index())
            (Points[10 * cell + 2 * i], Points[10 * cell + 2 * i + 1]) = (point.X / stride - column, point.Y / stride - row);
    }

    // The cells about the face's centre.
    private void Add(KnownFace face)
    {
        float size = MathF.Sqrt(face.Box.Area);
        int stride = size <= LargestAt8 ? 8 : 32, columns = _size / stride, first = FirstCell(stride);
        float x = face.Box.Centre.X / stride, y = face.Box.Centre.Y / stride, reach = Math.Max(0.5f, 0.15f * size / stride);
        for (int row = Math.Max(0, (int)MathF.Ceiling(y - reach)); row <= Math.Min(columns - 1, (int)(y + reach)); row++)
        {
            for (int column = Math.Max(0, (int)MathF.Ceiling(x - reach)); column <= Math.Min(columns - 1, (int)(x + reach)); column++)
            {
                int cell = first + row * columns + column;
                if (Scores[cell] >= KnownScore)
                    continue;
                Scores[cell] = KnownScore;
                (Boxes[4 * cell], Boxes[4 * cell + 1], Boxes[4 * cell + 2], Boxes[4 * cell + 3]) = (x - column, y - row, MathF.Log(face.Box.Width / stride), MathF.Log(face.Box.Height / stride));
                SetLandmarks(cell, face.Landmarks);
            }
        }
    }

    private int FirstCell(int stride) => DetectorNetwork.Strides.TakeWhile(s => s < stride).Sum(s => _size / s * (_size / s));

    private (int Stride, int Column, int Row) Locate(int cell)
    {
        foreach (int stride in DetectorNetwork.Strides)
        {
            int columns = _size / stride;
            if (cell < columns * columns)
                return (stride, cell % columns, cell / columns);
            cell -= columns * columns;
        }
        throw new ArgumentOutOfRangeException(nameof(cell));
    }
}
