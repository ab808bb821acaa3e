using System.Numerics;
using System.Runtime.InteropServices;
using OpenCvSharp;
using Semblance.Training.Motion;
using Semblance.Training.Relighting;

namespace Semblance.Training.Puppets;

/// <summary>
/// One photo that is bent like a head: its pixels are carried by an ellipsoid with a nose that turns as it is told, what is around the head stretches along with it, the whole picture is shaken
/// as a hand shakes a camera, and every frame has noise of its own and is compressed anew. What a virtual camera can show of a photo without any network. Simulated. Used by one thread.
/// </summary>
internal sealed class PhotoPuppet
{
    // The way back from a picture's pixel is found on a coarse grid.
    private const int Cell = 4, Rounds = 10;

    // A table of depths in steps of so many millimetres, smoothed, as an ellipsoid's rim is infinitely steep.
    private const int Millimetres = 2, TableWidth = 180, TableHeight = 200;
    private const double SmoothTable = 1.5;

    // A nose that stands out more turns farther for those who measure it.
    private const float Relief = 1.4f;

    // The head ends at 1, what stretches along with it at this.
    private const float StretchedTo = 2.2f;

    private readonly Photo _photo;
    private readonly HeadShape _shape;
    private readonly HeadPlace _place;
    private readonly float[] _depth = new float[TableWidth * TableHeight];
    private readonly HandPath _shake;
    private readonly double _noise;
    private readonly int _quality;

    /// <summary>Makes a puppet of a photo.</summary>
    /// <param name="photo">The photo; the face looks ahead.</param>
    /// <param name="landmarks">Of the face.</param>
    /// <param name="shape">The head that it is laid over.</param>
    /// <param name="random">Draws shake, noise and compression.</param>
    public PhotoPuppet(Photo photo, Landmarks landmarks, HeadShape shape, Random random)
    {
        var varied = shape.Vary(random);
        (_photo, _shape) = (photo, varied with { Bumps = [.. varied.Bumps.Select(bump => bump with { Height = Relief * bump.Height })] });
        _place = new HeadMesh(_shape).Fit(landmarks);
        _shake = new HandPath(random, 0.004 + 0.012 * random.NextDouble(), 2, 0.001);
        (_noise, _quality) = (1 + 2.5 * random.NextDouble(), random.Next(78, 93));
        FillDepth();
    }

    /// <summary>The picture at a time, the head turned by so many degrees.</summary>
    public Photo Take(double yaw, double pitch, double time)
    {
        using var bent = Bend(HeadMesh.Turn(new HeadPose(yaw, pitch, 0)), _shake.At(time));
        using var noise = new Mat(bent.Size(), MatType.CV_16SC3);
        Cv2.Randn(noise, Scalar.All(0), Scalar.All(_noise));
        using var noisy = new Mat();
        Cv2.Add(bent, noise, noisy, null, (int)MatType.CV_8UC3);
        var taken = Photo.FromRgb(_photo.Width, _photo.Height, MemoryMarshal.AsBytes(noisy.AsSpan<Vec3b>()).ToArray());
        return PhotoReader.Decode(taken.EncodeJpeg(_quality), "a puppet's frame");
    }

    private Mat Bend(Matrix4x4 turn, HandPose hand)
    {
        int columns = _photo.Width / Cell + 2, rows = _photo.Height / Cell + 2;
        using Mat coarseX = new(rows, columns, MatType.CV_32FC1), coarseY = new(rows, columns, MatType.CV_32FC1);
        var (sin, cos) = MathF.SinCos((float)-hand.Roll);
        var middle = new Vector2(_photo.Width, _photo.Height) / 2;
        var shift = new Vector2((float)hand.X, (float)hand.Y) * _photo.Width;
        // A little enlarged, so that no border comes into sight.
        const float Enlarged = 1.06f;
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                var at = (new Vector2(column * Cell, row * Cell) - middle - shift) / Enlarged;
                var wanted = middle + new Vector2(cos * at.X - sin * at.Y, sin * at.X + cos * at.Y);
                var from = wanted;
                for (int round = 0; round < Rounds; round++)
                    from += 0.8f * (wanted - Move(from, turn) - from);
                coarseX.Set(row, column, from.X);
                coarseY.Set(row, column, from.Y);
            }
        }
        using Mat mapX = Fine(coarseX), mapY = Fine(coarseY);
        using var rgb = Mat.FromPixelData(_photo.Height, _photo.Width, MatType.CV_8UC3, _photo.Rgb.ToArray());
        var bent = new Mat();
        Cv2.Remap(rgb, bent, mapX, mapY, InterpolationFlags.Cubic, BorderTypes.Reflect101);
        return bent;
    }

    // OpenCV would lay grid points into the middle of their cells.
    private Mat Fine(Mat coarse)
    {
        using var scale = Mat.FromPixelData(2, 3, MatType.CV_64FC1, new double[] { Cell, 0, 0, 0, Cell, 0 });
        var fine = new Mat();
        Cv2.WarpAffine(coarse, fine, scale, new Size(_photo.Width, _photo.Height), InterpolationFlags.Linear, BorderTypes.Replicate);
        return fine;
    }

    // By how much a place of the photo is carried, in pixels.
    private Vector2 Move(Vector2 from, Matrix4x4 turn)
    {
        var place = (from - _place.Origin) / _place.Scale;
        float x = place.X / _shape.Half.X, y = (place.Y - _shape.Middle) / _shape.Half.Y, radius = MathF.Sqrt(x * x + y * y);
        if (radius >= StretchedTo)
            return Vector2.Zero;
        float along = Math.Clamp((StretchedTo - radius) / (StretchedTo - 1), 0, 1), share = along * along * (3 - 2 * along);
        var point = new Vector3(place.X, place.Y - _shape.Middle, Depth(place));
        var turned = Vector3.TransformNormal(point, turn);
        return share * _place.Scale * new Vector2(turned.X - point.X, turned.Y - point.Y);
    }

    private float Depth(Vector2 place)
    {
        float x = Math.Clamp(place.X / Millimetres + TableWidth / 2f, 0, TableWidth - 1.001f), y = Math.Clamp(place.Y / Millimetres + TableHeight / 2f, 0, TableHeight - 1.001f);
        int column = (int)x, row = (int)y, i = row * TableWidth + column;
        (x, y) = (x - column, y - row);
        return (1 - y) * ((1 - x) * _depth[i] + x * _depth[i + 1]) + y * ((1 - x) * _depth[i + TableWidth] + x * _depth[i + TableWidth + 1]);
    }

    private void FillDepth()
    {
        for (int row = 0, i = 0; row < TableHeight; row++)
        {
            for (int column = 0; column < TableWidth; column++, i++)
                _depth[i] = _shape.Depth(Millimetres * (column - TableWidth / 2f), Millimetres * (row - TableHeight / 2f));
        }
        using var table = Mat.FromPixelData(TableHeight, TableWidth, MatType.CV_32FC1, _depth);
        using var smooth = new Mat();
        Cv2.GaussianBlur(table, smooth, new Size(0, 0), SmoothTable);
        smooth.AsSpan<float>().CopyTo(_depth);
    }
}
