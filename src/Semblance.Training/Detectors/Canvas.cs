namespace Semblance.Training.Detectors;

/// <summary>What stands around a photo that does not fill its place.</summary>
internal enum Surround
{
    /// <summary>Its edge pixels, repeated.</summary>
    Edge,

    /// <summary>What was there before.</summary>
    Former,

    /// <summary>One colour.</summary>
    Plain,
}

/// <summary>A map from photo to canvas: turn, scale and perhaps mirror about a point of the photo, which comes to lie on a point of the canvas.</summary>
/// <param name="From">A point of the photo.</param>
/// <param name="To">The point of the canvas it comes to lie on.</param>
/// <param name="Scale">Canvas pixels per photo pixel.</param>
/// <param name="Angle">Turn in radians, clockwise.</param>
/// <param name="Mirror">Whether left and right are exchanged (before the turn).</param>
internal readonly record struct Placement(Point From, Point To, float Scale, float Angle, bool Mirror)
{
    public Point Map(Point p)
    {
        var (sin, cos) = MathF.SinCos(Angle);
        float x = (p.X - From.X) * Scale * (Mirror ? -1 : 1), y = (p.Y - From.Y) * Scale;
        return new Point(To.X + cos * x - sin * y, To.Y + sin * x + cos * y);
    }

    // An upright box of the same size about the turned centre: a face is about as wide as high.
    public KnownFace Map(KnownFace face)
    {
        var centre = Map(face.Box.Centre);
        float width = face.Box.Width * Scale, height = face.Box.Height * Scale;
        var box = new Box(centre.X - width / 2, centre.Y - height / 2, width, height);
        if (face.Landmarks is not { } l)
            return new KnownFace(box, null);
        var moved = Mirror
            ? new Landmarks(Map(l.LeftEye), Map(l.RightEye), Map(l.NoseTip), Map(l.LeftMouthCorner), Map(l.RightMouthCorner))
            : new Landmarks(Map(l.RightEye), Map(l.LeftEye), Map(l.NoseTip), Map(l.RightMouthCorner), Map(l.LeftMouthCorner));
        return new KnownFace(box, moved);
    }
}

/// <summary>A square picture under composition, RGB, with the faces known to be in it.</summary>
internal sealed class Canvas(int size)
{
    public int Size { get; } = size;

    public byte[] Rgb { get; } = new byte[3 * size * size];

    public List<KnownFace> Faces { get; } = [];

    /// <summary>Draws a scene into a rectangle of the canvas, and takes over the faces of it that can be seen there.</summary>
    public void Draw(Scene scene, Placement placement, int left, int top, int width, int height, Surround surround, (byte R, byte G, byte B) plain = default)
    {
        var area = new Box(left, top, width, height);
        Faces.RemoveAll(face => Covered(face.Box, area) > 0.3f);
        Faces.AddRange(scene.Faces.Select(placement.Map).Select(face => face with { Visible = Covered(face.Box, area) }).Where(face => face.Visible > 0.3f));

        var (photo, halvings) = scene.AtLeast(placement.Scale);
        float shrink = 1f / (1 << halvings), step = shrink / placement.Scale;
        var (sin, cos) = MathF.SinCos(placement.Angle);
        float side = placement.Mirror ? -1 : 1;
        // Photo coordinates in 1/65536 pixels; a pixel's centre is a whole number, and halving maps x to (x + 0.5) / 2 - 0.5.
        int dxdx = Fixed(side * cos * step), dxdy = Fixed(side * sin * step), dydx = Fixed(-sin * step), dydy = Fixed(cos * step);
        float originX = left - placement.To.X, originY = top - placement.To.Y;
        int rowX = Fixed((placement.From.X + 0.5f) * shrink - 0.5f + side * (cos * originX + sin * originY) * step);
        int rowY = Fixed((placement.From.Y + 0.5f) * shrink - 0.5f + (-sin * originX + cos * originY) * step);
        var source = photo.Rgb;
        int maxX = (photo.Width - 1) << 16, maxY = (photo.Height - 1) << 16, stride = 3 * photo.Width;
        for (int y = 0; y < height; y++, rowX += dxdy, rowY += dydy)
        {
            int q = 3 * ((top + y) * Size + left);
            int sx = rowX, sy = rowY;
            for (int x = 0; x < width; x++, q += 3, sx += dxdx, sy += dydx)
            {
                if (surround != Surround.Edge && (sx < -65536 || sy < -65536 || sx > maxX + 65536 || sy > maxY + 65536))
                {
                    if (surround == Surround.Plain)
                        (Rgb[q], Rgb[q + 1], Rgb[q + 2]) = plain;
                    continue;
                }
                int cx = Math.Clamp(sx, 0, maxX), cy = Math.Clamp(sy, 0, maxY);
                int p = (cy >> 16) * stride + 3 * (cx >> 16), right = cx == maxX ? 0 : 3, down = cy == maxY ? 0 : stride;
                int fx = (cx >> 8) & 255, fy = (cy >> 8) & 255, w11 = fx * fy, w10 = (fx << 8) - w11, w01 = (fy << 8) - w11, w00 = 65536 - w11 - w10 - w01;
                Rgb[q] = (byte)((w00 * source[p] + w10 * source[p + right] + w01 * source[p + down] + w11 * source[p + right + down] + 32768) >> 16);
                Rgb[q + 1] = (byte)((w00 * source[p + 1] + w10 * source[p + right + 1] + w01 * source[p + down + 1] + w11 * source[p + right + down + 1] + 32768) >> 16);
                Rgb[q + 2] = (byte)((w00 * source[p + 2] + w10 * source[p + right + 2] + w01 * source[p + down + 2] + w11 * source[p + right + down + 2] + 32768) >> 16);
            }
        }
    }

    private static int Fixed(float value) => (int)MathF.Round(value * 65536);

    private static float Covered(Box face, Box area)
    {
        float width = Math.Min(face.X + face.Width, area.X + area.Width) - Math.Max(face.X, area.X);
        float height = Math.Min(face.Y + face.Height, area.Y + area.Height) - Math.Max(face.Y, area.Y);
        return width <= 0 || height <= 0 ? 0 : width * height / face.Area;
    }
}
