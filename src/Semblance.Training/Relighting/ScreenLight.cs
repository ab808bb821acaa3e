using System.Numerics;

namespace Semblance.Training.Relighting;

/// <summary>
/// A screen as an area light before a face, and the light of the room: both as irradiance. Millimetres about the point between the eyes; x right, y down, z towards the camera, which
/// stands on the upper edge of the screen.
/// </summary>
internal sealed class ScreenLight
{
    /// <summary>Of a 14 inch laptop, millimetres; the camera stands so far above its middle.</summary>
    public const float HalfWidth = 155, HalfHeight = 97, CameraAbove = 105;

    // The front of the face, where the light is measured.
    private const float Front = 85;

    private readonly Vector3[] _lamps;
    private readonly float _unit;

    private ScreenLight(Random random, float ambientLux)
    {
        Distance = 500 + 100 * random.NextSingle();
        Luminance = 200 + 150 * random.NextSingle();
        Behind = 700 + 1300 * random.NextSingle();
        _lamps = [.. from x in new[] { -0.67f, 0, 0.67f }
                     from y in new[] { -0.5f, 0.5f }
                     select new Vector3(x * HalfWidth, CameraAbove + y * HalfHeight, Front + Distance)];
        _unit = 1;
        _unit = 1 / Irradiance(new Vector3(0, 0, Front), Vector3.UnitZ);
        float fall = CameraAbove * CameraAbove + Distance * Distance, cosine = Distance / MathF.Sqrt(fall);
        Lux = Luminance * 4e-6f * HalfWidth * HalfHeight * cosine * cosine / (fall * 1e-6f);
        AmbientLux = ambientLux;
        double side = 2 * Math.PI * random.NextDouble(), raised = 0.2 + 0.9 * random.NextDouble();
        RoomFrom = new Vector3((float)(Math.Cos(side) * Math.Cos(raised)), -(float)Math.Sin(raised), MathF.Abs((float)(Math.Sin(side) * Math.Cos(raised))));
        // Daylight to incandescent lamps; the camera's white balance has taken the room's colour out, and the screen looks the bluer.
        float warmth = random.NextSingle();
        Tint = new Vector3(1 - 0.3f * warmth, 1, 1 + 0.8f * warmth);
        RoomDirected = 0.2f + 0.4f * random.NextSingle();
    }

    /// <summary>From the screen to the face, millimetres: arm's length.</summary>
    public float Distance { get; }

    /// <summary>Of white, cd/m2.</summary>
    public float Luminance { get; }

    /// <summary>From the face to what is behind it, millimetres.</summary>
    public float Behind { get; }

    /// <summary>What white gives on a face, lux.</summary>
    public float Lux { get; }

    /// <summary>What the room gives on the face's front, lux.</summary>
    public float AmbientLux { get; }

    /// <summary>The screen's white, as the camera sees it that is balanced to the room.</summary>
    public Vector3 Tint { get; }

    /// <summary>White's light over the room's, on the face's front, channel by channel.</summary>
    public Vector3 Share => Lux / AmbientLux * Tint;

    /// <summary>Where the directed part of the room's light comes from: a lamp or a window before the face, beside or above it.</summary>
    public Vector3 RoomFrom { get; }

    /// <summary>The directed part, 0 to 1.</summary>
    public float RoomDirected { get; }

    /// <summary>Draws where everything stands.</summary>
    public static ScreenLight Draw(Random random, float ambientLux) => new(random, ambientLux);

    /// <summary>The screen's irradiance, 1 on the face's front (Lambert's cosines and the square of the distance, over six parts of the screen).</summary>
    public float Irradiance(Vector3 point, Vector3 normal)
    {
        float sum = 0;
        foreach (var lamp in _lamps)
        {
            var way = lamp - point;
            float square = way.LengthSquared(), cosine = Vector3.Dot(way, normal);
            if (cosine > 0)
                sum += cosine * way.Z / (square * square);
        }
        return sum * _unit;
    }

    /// <summary>The room's irradiance, 1 on what faces the camera.</summary>
    public float Ambient(Vector3 normal)
    {
        float Of(Vector3 facing) => 1 - RoomDirected + RoomDirected * MathF.Max(0, Vector3.Dot(facing, RoomFrom));
        return Of(normal) / Of(Vector3.UnitZ);
    }

    /// <summary>The glossy reflection of the screen towards the camera (Blinn 1977), 1 at its strongest on the face's front.</summary>
    public float Gloss(Vector3 point, Vector3 normal, float exponent)
    {
        var eye = Vector3.Normalize(new Vector3(0, 0, Front + Distance) - point);
        float sum = 0;
        foreach (var lamp in _lamps)
        {
            float cosine = Vector3.Dot(Vector3.Normalize(Vector3.Normalize(lamp - point) + eye), normal);
            if (cosine > 0)
                sum += MathF.Pow(cosine, exponent);
        }
        return sum / _lamps.Length;
    }

    /// <summary>On what is behind the head: the screen's light over the room's.</summary>
    public float OnBackground() => Square(Distance / (Distance + Front + Behind));

    /// <summary>On shoulders and chest, a hand behind the face's front.</summary>
    public float OnBody() => 0.8f * Square(Distance / (Distance + Front));

    private static float Square(float value) => value * value;
}
