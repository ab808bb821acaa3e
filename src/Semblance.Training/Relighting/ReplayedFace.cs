using System.Numerics;
using Semblance.Liveness;

namespace Semblance.Training.Relighting;

/// <summary>
/// A film on a phone or tablet before the same background. Its light is its own; of the screen before it, the glass sends back a faint haze everywhere and, where the angle is right, a
/// mirror image, which is sharp or blurred by a matt surface.
/// </summary>
internal sealed class ReplayedFace : RelitScene
{
    private readonly IReadOnlyList<(Photo Photo, Face Face)> _film;
    private readonly Photo _behind;
    private readonly HeldSheet _sheet;
    private readonly ScreenLight _light;
    private readonly float[] _glass;
    private readonly float _white, _haze;
    private readonly double _between;

    /// <summary>Holds a device before a screen.</summary>
    /// <param name="film">What it shows, frame by frame, at least as long as the presentation.</param>
    /// <param name="between">From frame to frame.</param>
    /// <param name="marks">Where the face lies.</param>
    /// <param name="behind">The background.</param>
    /// <param name="light">The lights.</param>
    /// <param name="random">Draws all.</param>
    public ReplayedFace(IReadOnlyList<(Photo Photo, Face Face)> film, TimeSpan between, Landmarks marks, Photo behind, ScreenLight light, Random random)
        : base(behind.Width, behind.Height)
    {
        (_film, _behind, _light, _between) = (film, behind, light, between.TotalSeconds);
        _sheet = new HeldSheet(marks, random);
        // The device's white over that of paper in the room's light: set to suit the room, as far as 600 cd/m2 go.
        _white = MathF.Min(1 + 3 * random.NextSingle(), MathF.Max(0.3f, 600 * MathF.PI / light.AmbientLux));
        _haze = 0.003f + 0.012f * random.NextSingle();
        _glass = Glass(random);
    }

    /// <inheritdoc/>
    public override Face FaceAt(int index) => HeldSheet.Move(_film[index].Face, _sheet.Moved(index * _between));

    /// <inheritdoc/>
    public override void Render(int index, Vector3 shown, float[] light)
    {
        var moved = _sheet.Moved(index * _between);
        var screen = _light.Share * shown;
        var table = LinearLight.Table;
        ReadOnlySpan<byte> film = _film[index].Photo.Rgb, behind = _behind.Rgb;
        float background = _light.OnBackground();
        for (int y = 0, i = 0, pixel = 0; y < Height; y++)
        {
            int fromY = Math.Clamp((int)MathF.Round(y - moved.Y), 0, Height - 1);
            for (int x = 0; x < Width; x++, i += 3, pixel++)
            {
                int from = fromY * Width + Math.Clamp((int)MathF.Round(x - moved.X), 0, Width - 1);
                bool isDevice = _sheet.Holds(_sheet.On(x, y, moved));
                float answer = isDevice ? _haze + _glass[from] : 0;
                light[i] = isDevice ? table[film[3 * from]] * _white + _haze + screen.X * answer : table[behind[3 * pixel]] * (1 + screen.X * background);
                light[i + 1] = isDevice ? table[film[3 * from + 1]] * _white + _haze + screen.Y * answer : table[behind[3 * pixel + 1]] * (1 + screen.Y * background);
                light[i + 2] = isDevice ? table[film[3 * from + 2]] * _white + _haze + screen.Z * answer : table[behind[3 * pixel + 2]] * (1 + screen.Z * background);
            }
        }
    }

    // The mirror image of the screen lies half as large on the glass, below the camera's own, and moves by twice the tilt. Against what a white surface sends back it is as bright as the
    // screen's luminance over that surface's, times what glass reflects: 0.5 % with a good coating to 5 %.
    private float[] Glass(Random random)
    {
        float reflects = 0.005f + 0.045f * random.NextSingle() * random.NextSingle(), blur = random.Next(2) == 0 ? 1 : 3 + 25 * random.NextSingle();
        float strength = reflects * _light.Luminance * MathF.PI / _light.Lux;
        float faceX = (_sheet.Face.X - Width / 2f) / _sheet.Pixels, faceY = (_sheet.Face.Y - Height / 2f) / _sheet.Pixels;
        float x0 = _light.Distance * MathF.Tan(_sheet.TiltX) - faceX, y0 = _light.Distance * MathF.Tan(_sheet.TiltY) - faceY + ScreenLight.CameraAbove / 2;
        var glass = new float[Width * Height];
        for (int y = 0, i = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++, i++)
            {
                var on = _sheet.On(x, y, Vector2.Zero);
                glass[i] = strength * Within(on.X - x0, ScreenLight.HalfWidth / 2, blur) * Within(on.Y - y0, ScreenLight.HalfHeight / 2, blur);
            }
        }
        return glass;
    }

    // 1 between the edges, falling to 0 beyond them.
    private static float Within(float at, float half, float blur) => 1 / (1 + MathF.Exp((MathF.Abs(at) - half) / blur * 2));
}
