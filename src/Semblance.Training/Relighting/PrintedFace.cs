using System.Numerics;
using Semblance.Liveness;

namespace Semblance.Training.Relighting;

/// <summary>
/// A frame of a clip, printed and held before the same background: a sheet with some of what was behind, or cut out along head and shoulders. Matt to glossy, tilted, slightly curled.
/// </summary>
internal sealed class PrintedFace : RelitScene
{
    // Paper is never quite black and never quite white.
    private const float Ink = 0.02f, Paper = 0.9f;

    private readonly Photo _photo;
    private readonly Face _face;
    private readonly HeldSheet _sheet;
    private readonly ScreenLight _light;
    private readonly bool[]? _cut;
    private readonly float[] _diffuse, _gloss;
    private readonly double _between;

    /// <summary>Prints a frame.</summary>
    /// <param name="clip">Whose.</param>
    /// <param name="shape">The head that tells where to cut.</param>
    /// <param name="light">The lights.</param>
    /// <param name="random">Draws all.</param>
    public PrintedFace(TrackedClip clip, HeadShape shape, ScreenLight light, Random random) : base(clip.Frames[0].Photo.Width, clip.Frames[0].Photo.Height)
    {
        var frame = clip.At(random.Next(clip.Frames.Count));
        (_photo, _face, _light, _between) = (frame.Photo, frame.Face, light, clip.Between.TotalSeconds);
        _sheet = new HeldSheet(frame.Smooth, random);
        if (random.Next(2) == 0)
        {
            var map = new LightMap(Width, Height);
            var head = new HeadMesh(shape);
            map.Shade(head, head.Fit(frame.Smooth), light, 0);
            _cut = map.IsPerson;
        }
        (_diffuse, _gloss) = Shade(random);
    }

    /// <inheritdoc/>
    public override Face FaceAt(int index) => HeldSheet.Move(_face, _sheet.Moved(index * _between));

    /// <inheritdoc/>
    public override void Render(int index, Vector3 shown, float[] light)
    {
        var moved = _sheet.Moved(index * _between);
        var screen = _light.Share * shown;
        var table = LinearLight.Table;
        var rgb = _photo.Rgb;
        float background = _light.OnBackground();
        for (int y = 0, i = 0, pixel = 0; y < Height; y++)
        {
            int fromY = (int)MathF.Round(y - moved.Y);
            for (int x = 0; x < Width; x++, i += 3, pixel++)
            {
                int fromX = (int)MathF.Round(x - moved.X), from = fromY * Width + fromX;
                bool isInside = (uint)fromX < (uint)Width && (uint)fromY < (uint)Height;
                bool isPrint = isInside && (_cut is null ? _sheet.Holds(_sheet.On(x, y, moved)) : _cut[from]);
                float diffuse = isPrint ? _diffuse[from] : background, gloss = isPrint ? _gloss[from] : 0;
                int source = isPrint ? 3 * from : 3 * pixel;
                for (int channel = 0; channel < 3; channel++)
                {
                    float colour = table[rgb[source + channel]], add = Component(screen, channel);
                    light[i + channel] = (isPrint ? Ink + (Paper - Ink) * colour : colour) * (1 + add * diffuse) + add * gloss;
                }
            }
        }
    }

    // Bent like a part of a cylinder about an axis in the sheet.
    private (float[] Diffuse, float[] Gloss) Shade(Random random)
    {
        float bend = (2 * random.NextSingle() - 1) / 250, strength = 0.15f * random.NextSingle() * random.NextSingle(), exponent = 10 + 90 * random.NextSingle();
        double axis = Math.PI * random.NextDouble();
        var along = new Vector2((float)Math.Cos(axis), (float)Math.Sin(axis));
        var turn = Matrix4x4.CreateRotationX(_sheet.TiltY) * Matrix4x4.CreateRotationY(_sheet.TiltX);
        var offset = new Vector3((_sheet.Face.X - Width / 2f) / _sheet.Pixels, (_sheet.Face.Y - Height / 2f) / _sheet.Pixels, 80);
        var (diffuse, gloss) = (new float[Width * Height], new float[Width * Height]);
        for (int y = 0, i = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++, i++)
            {
                var on = _sheet.On(x, y, Vector2.Zero);
                float across = Vector2.Dot(on, along), angle = Math.Clamp(bend * across, -1, 1);
                var (sin, cos) = MathF.SinCos(angle);
                var normal = Vector3.TransformNormal(new Vector3(sin * along, cos), turn);
                var point = Vector3.TransformNormal(new Vector3(on, -bend * across * across / 2), turn) + offset;
                diffuse[i] = _light.Irradiance(point, normal) / _light.Ambient(normal);
                gloss[i] = strength * _light.Gloss(point, normal, exponent);
            }
        }
        return (diffuse, gloss);
    }

    private static float Component(Vector3 vector, int channel) => channel switch { 0 => vector.X, 1 => vector.Y, _ => vector.Z };
}
