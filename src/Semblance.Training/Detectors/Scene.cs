namespace Semblance.Training.Detectors;

/// <summary>A face that is known to be in a photo.</summary>
/// <param name="Box">Where, in the photo's pixels.</param>
/// <param name="Landmarks">Its landmarks, where they are known.</param>
/// <param name="Visible">How much of the box is to be seen, 0 to 1.</param>
internal sealed record KnownFace(Box Box, Landmarks? Landmarks, float Visible = 1);

/// <summary>A photo to learn from, kept in several sizes so that it can be reduced without aliasing at little cost.</summary>
internal sealed class Scene
{
    private readonly List<Photo> _sizes;

    /// <summary>Prepares a photo.</summary>
    /// <param name="name">Its file's name.</param>
    /// <param name="photo">The photo.</param>
    /// <param name="faces">The faces known to be in it; it may hold more.</param>
    public Scene(string name, Photo photo, IReadOnlyList<KnownFace> faces)
    {
        ArgumentNullException.ThrowIfNull(photo);
        (Name, Faces, _sizes) = (name, faces, [photo]);
        while (Math.Min(_sizes[^1].Width, _sizes[^1].Height) >= 64)
            _sizes.Add(Halved(_sizes[^1]));
    }

    /// <summary>Its file's name.</summary>
    public string Name { get; }

    /// <summary>The photo in full size.</summary>
    public Photo Photo => _sizes[0];

    /// <summary>The faces known to be in it.</summary>
    public IReadOnlyList<KnownFace> Faces { get; }

    /// <summary>The smallest version that is not coarser than asked for, and how many halvings made it.</summary>
    /// <param name="scale">Size asked for, relative to the full one.</param>
    internal (Photo Photo, int Halvings) AtLeast(double scale)
    {
        int halvings = Math.Clamp((int)Math.Floor(-Math.Log2(scale) + 0.25), 0, _sizes.Count - 1);
        return (_sizes[halvings], halvings);
    }

    private static Photo Halved(Photo photo)
    {
        int width = photo.Width / 2, height = photo.Height / 2, stride = 3 * photo.Width;
        var half = new byte[3 * width * height];
        var source = photo.Rgb;
        for (int y = 0, q = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int p = 2 * y * stride + 6 * x;
                for (int c = 0; c < 3; c++, p++, q++)
                    half[q] = (byte)((source[p] + source[p + 3] + source[p + stride] + source[p + stride + 3] + 2) >> 2);
            }
        }
        return Photo.FromRgb(width, height, half);
    }
}
