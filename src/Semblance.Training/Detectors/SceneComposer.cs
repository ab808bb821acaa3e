namespace Semblance.Training.Detectors;

/// <summary>
/// Composes training pictures: one photo turned, scaled and shifted; close-ups pasted over a photo; or a mosaic of many photos, tile by
/// tile a face, so that little of a picture teaches nothing. Faces of all sizes come about equally often, from fifteen pixels to larger
/// than the picture.
/// </summary>
internal sealed class SceneComposer(SceneSet scenes, Random random)
{
    private const double MosaicShare = 0.5;
    private const double PasteShare = 0.15;
    private const float SmallestFace = 15;
    private const float LargestEnlargement = 4;

    public void Compose(Canvas canvas)
    {
        canvas.Faces.Clear();
        int size = canvas.Size;
        double kind = random.NextDouble();
        if (kind < MosaicShare)
        {
            Tile(canvas, 0, 0, size, size, (int)LogUniform(36, 0.6 * size));
            return;
        }
        Draw(canvas, Any(), 0, 0, size, size);
        if (kind < MosaicShare + PasteShare)
        {
            for (int i = random.Next(1, 5); i > 0; i--)
                Paste(canvas, scenes.Tight[random.Next(scenes.Tight.Count)]);
        }
    }

    // Halves a rectangle until its sides are below a limit, and fills each part with a photo about one of its faces.
    private void Tile(Canvas canvas, int left, int top, int width, int height, int limit)
    {
        if (Math.Max(width, height) <= limit)
        {
            var scene = Any();
            int shorter = Math.Min(width, height);
            var to = new Point(left + Uniform(0.35, 0.65) * width, top + Uniform(0.35, 0.65) * height);
            Draw(canvas, scene, LogUniform(Math.Max(SmallestFace, 0.35 * shorter), Math.Max(SmallestFace, shorter)), to, left, top, width, height);
        }
        else if (width >= height)
        {
            int cut = (int)(Uniform(0.35, 0.65) * width);
            Tile(canvas, left, top, cut, height, limit);
            Tile(canvas, left + cut, top, width - cut, height, limit);
        }
        else
        {
            int cut = (int)(Uniform(0.35, 0.65) * height);
            Tile(canvas, left, top, width, cut, limit);
            Tile(canvas, left, top + cut, width, height - cut, limit);
        }
    }

    private Scene Any() => random.NextDouble() switch
    {
        < 0.45 => Pick(scenes.Crowds),
        < 0.85 => Pick(scenes.Portraits),
        _ => Pick(scenes.Tight),
    };

    private Scene Pick(IReadOnlyList<Scene> from) => from[random.Next(from.Count)];

    private float Uniform(double low, double high) => (float)(low + (high - low) * random.NextDouble());

    private float LogUniform(double low, double high) => (float)(low * Math.Pow(high / low, random.NextDouble()));

    // As taken in more than half of the cases, otherwise turned by up to 40 degrees.
    private float Angle() => random.NextDouble() < 0.55 ? 0 : (float)(Math.Clamp(25 * (random.NextDouble() + random.NextDouble() - 1) + 40 * (random.NextDouble() - 0.5), -40, 40) * Math.PI / 180);

    private void Draw(Canvas canvas, Scene scene, int left, int top, int width, int height)
    {
        int shorter = Math.Min(width, height);
        var to = random.NextDouble() < 0.5
            ? new Point(left + Uniform(0.05, 0.95) * width, top + Uniform(0.05, 0.95) * height)
            : new Point(left + Uniform(0.3, 0.7) * width, top + Uniform(0.3, 0.7) * height);
        Draw(canvas, scene, LogUniform(SmallestFace, 1.1 * shorter), to, left, top, width, height);
    }

    // A photo so that one of its faces has a size and a place; without faces, any part of it.
    private void Draw(Canvas canvas, Scene scene, float faceSize, Point to, int left, int top, int width, int height)
    {
        float scale = (float)Math.Min(width, height) / Math.Min(scene.Photo.Width, scene.Photo.Height) * LogUniform(0.7, 2);
        var from = new Point(Uniform(0, scene.Photo.Width), Uniform(0, scene.Photo.Height));
        if (scene.Faces.Count > 0)
        {
            var face = scene.Faces[random.Next(scene.Faces.Count)].Box;
            scale = Math.Min(faceSize / MathF.Sqrt(face.Area), LargestEnlargement);
            from = face.Centre;
        }
        var surround = random.NextDouble() < 0.6 ? Surround.Edge : Surround.Plain;
        canvas.Draw(scene, new Placement(from, to, scale, Angle(), random.Next(2) == 0), left, top, width, height, surround, Colour());
    }

    // A close-up with its own rectangle, or with a border of repeated edges around it as photos are padded.
    private void Paste(Canvas canvas, Scene scene)
    {
        float side = LogUniform(24, 0.7 * canvas.Size), border = random.Next(2) == 0 ? 0 : Uniform(0.05, 0.35);
        int extent = Math.Min(canvas.Size, (int)(side * (1 + 2 * border)));
        int left = random.Next(0, canvas.Size - extent + 1), top = random.Next(0, canvas.Size - extent + 1);
        var from = new Point((scene.Photo.Width - 1) / 2f, (scene.Photo.Height - 1) / 2f);
        var to = new Point(left + (extent - 1) / 2f, top + (extent - 1) / 2f);
        var placement = new Placement(from, to, side / scene.Photo.Width, random.Next(2) == 0 ? 0 : Angle(), random.Next(2) == 0);
        canvas.Draw(scene, placement, left, top, extent, extent, random.NextDouble() < 0.7 ? Surround.Edge : Surround.Former);
    }

    private (byte, byte, byte) Colour() => random.Next(3) switch
    {
        0 => (0, 0, 0),
        1 => ((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)),
        _ => Grey((byte)random.Next(256)),
    };

    private static (byte, byte, byte) Grey(byte level) => (level, level, level);
}
