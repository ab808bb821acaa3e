using Semblance.Training.Data;
using SkiaSharp;

namespace Semblance.Training.Relighting;

/// <summary>
/// Turns light into frames: exposure and white balance that follow the picture with a delay, noise, tone curve, 8 bits, JPEG. One presentation each; frames in order.
/// </summary>
internal sealed class Webcam : IDisposable
{
    private const int Steps = 4096;

    // Noise is cut out of one tile at a place of each frame's own.
    private const int TileSide = 1024;

    private static readonly float[] s_fine = Tile(0), s_coarse = Tile(2);

    private readonly CameraModel _model;
    private readonly Random _random;
    private readonly float[] _tile;
    private readonly byte[] _curve;
    private readonly float _dimness, _wanted, _exposureRate, _whiteRate, _whiteStrength, _shot, _even;
    private readonly float[] _whiteWanted = new float[3];
    private readonly double[] _exposed = [1, 1, 1];
    private readonly int _jpeg;
    private readonly SKBitmap _bitmap;
    private float[]? _former;
    private bool _hasBegun;
    private double _exposure;
    private TimeSpan _last;

    /// <summary>Makes a camera.</summary>
    /// <param name="model">Its kind.</param>
    /// <param name="random">Draws this camera's numbers and all its noise.</param>
    /// <param name="width">Of its pictures.</param>
    /// <param name="height">Of its pictures.</param>
    /// <param name="level">Mean light of the three channels that it exposes and balances for, shares of the brightest.</param>
    /// <param name="lux">The room's light.</param>
    public Webcam(CameraModel model, Random random, int width, int height, float[] level, float lux)
    {
        (_model, _random) = (model, random);
        _tile = model.Grain == 0 ? s_fine : s_coarse;
        _dimness = MathF.Sqrt(100 / Math.Clamp(lux, 50, 2000));
        (_shot, _even) = (model.ShotNoise * _dimness, model.EvenNoise * _dimness);
        float exposed = 0.7f + 0.2f * random.NextSingle();
        _wanted = exposed * (level[0] + level[1] + level[2]) / 3;
        for (int channel = 0; channel < 3; channel++)
            _whiteWanted[channel] = 3 * level[channel] / (level[0] + level[1] + level[2]);
        _exposureRate = 1 / (0.3f + 0.7f * random.NextSingle());
        _whiteRate = 1 / (0.6f + 1.4f * random.NextSingle());
        _whiteStrength = 0.4f + 0.6f * random.NextSingle();
        _jpeg = random.Next(model.Jpeg.Least, model.Jpeg.Most + 1);
        _curve = Curve(model.Contrast);
        _bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
    }

    /// <summary>Takes a frame.</summary>
    /// <param name="light">Interleaved red, green and blue, at least 0; changed by the call.</param>
    /// <param name="time">When.</param>
    public Photo Take(float[] light, TimeSpan time)
    {
        Mix(light);
        Adapt(light, time);
        var gain = new float[3];
        for (int channel = 0; channel < 3; channel++)
            gain[channel] = (float)(_exposure * _exposed[channel]);
        var pixels = _bitmap.GetPixelSpan();
        _former ??= new float[light.Length];
        float lag = _hasBegun ? _model.Lag : 0;
        int width = _bitmap.Width;
        for (int channel = 0; channel < 3; channel++)
        {
            int fromX = _random.Next(TileSide), fromY = _random.Next(TileSide);
            for (int y = 0, i = channel, p = channel; y < _bitmap.Height; y++)
            {
                int row = ((y + fromY) & (TileSide - 1)) * TileSide;
                for (int x = 0; x < width; x++, i += 3, p += 4)
                {
                    float value = light[i] * gain[channel];
                    float deviation = _shot > 0 ? MathF.Sqrt(_even * _even + _shot * _shot * value) : _even;
                    value += deviation * _tile[row + ((x + fromX) & (TileSide - 1))];
                    value += lag * (_former[i] - value);
                    _former[i] = value;
                    pixels[p] = _curve[(int)(Math.Clamp(value, 0, 1) * (Steps - 1) + 0.5f)];
                }
            }
        }
        _hasBegun = true;
        for (int p = 3; p < pixels.Length; p += 4)
            pixels[p] = byte.MaxValue;
        using var data = _bitmap.Encode(SKEncodedImageFormat.Jpeg, _jpeg);
        return PhotoReader.Decode(data.AsSpan(), "a relit frame");
    }

    /// <inheritdoc/>
    public void Dispose() => _bitmap.Dispose();

    private void Mix(float[] light)
    {
        float others = _model.Crosstalk, own = 1 - 2 * others;
        for (int i = 0; i < light.Length; i += 3)
        {
            float red = light[i], green = light[i + 1], blue = light[i + 2];
            light[i] = own * red + others * (green + blue);
            light[i + 1] = own * green + others * (red + blue);
            light[i + 2] = own * blue + others * (red + green);
        }
    }

    // The first frame finds the camera adapted to it.
    private void Adapt(float[] light, TimeSpan time)
    {
        var mean = new double[3];
        for (int i = 0; i < light.Length; i += 3)
        {
            for (int channel = 0; channel < 3; channel++)
                mean[channel] += Math.Min(light[i + channel], 2);
        }
        double all = 0;
        for (int channel = 0; channel < 3; channel++)
            all += (mean[channel] /= light.Length / 3) / 3;
        double since = (time - _last).TotalSeconds;
        double move = _hasBegun ? 1 - Math.Exp(-since * _exposureRate) : 1, whiteMove = _hasBegun ? 1 - Math.Exp(-since * _whiteRate) : 1;
        _exposure = _hasBegun ? _exposure * Math.Pow(_wanted / (all * _exposure), move) : _wanted / all;
        for (int channel = 0; channel < 3; channel++)
            _exposed[channel] *= Math.Pow(Math.Pow(_whiteWanted[channel] * all / mean[channel], _whiteStrength) / _exposed[channel], whiteMove);
        _last = time;
    }

    private static byte[] Curve(float contrast)
    {
        var curve = new byte[Steps];
        for (int i = 0; i < Steps; i++)
        {
            double light = i / (Steps - 1.0), level = light <= 0.0031308 ? 12.92 * light : 1.055 * Math.Pow(light, 1 / 2.4) - 0.055;
            double bent = level * level * (3 - 2 * level);
            curve[i] = (byte)Math.Round(255 * (level + contrast * (bent - level)));
        }
        return curve;
    }

    // Normal numbers with mean 0 and deviation 1, averaged over neighbours within a radius (the tile goes round) and scaled back to deviation 1.
    private static float[] Tile(int side)
    {
        var random = new Random(11);
        var tile = new float[TileSide * TileSide];
        for (int i = 0; i < tile.Length; i++)
            tile[i] = (float)random.NextNormal();
        if (side == 0)
            return tile;
        var smooth = new float[tile.Length];
        for (int i = 0; i < tile.Length; i++)
        {
            int y = i / TileSide, x = i % TileSide;
            for (int dy = 0; dy < side; dy++)
            {
                for (int dx = 0; dx < side; dx++)
                    smooth[i] += tile[((y + dy) & (TileSide - 1)) * TileSide + ((x + dx) & (TileSide - 1))] / side;
            }
        }
        return smooth;
    }
}
