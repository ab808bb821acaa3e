using SkiaSharp;

namespace Semblance.Training.Detectors;

/// <summary>
/// Makes a picture look as bad as a camera can: covered faces, blur, darkness, colour cast, grey, light from one side, noise, JPEG.
/// It does not move anything.
/// </summary>
internal sealed class Degradation(Random random)
{
    private static readonly sbyte[] s_noise = MakeNoise();

    private byte[] _spare = [];

    public void Apply(Canvas canvas)
    {
        if (_spare.Length < canvas.Rgb.Length)
            _spare = new byte[canvas.Rgb.Length];
        foreach (var face in canvas.Faces)
        {
            if (Happens(0.12))
                Cover(canvas, face);
        }
        if (Happens(0.2))
            Blur(canvas);
        if (Happens(0.6))
            Light(canvas);
        if (Happens(0.15))
            Grey(canvas);
        if (Happens(0.25))
            Noise(canvas);
        if (Happens(0.12))
            Jpeg(canvas);
    }

    private bool Happens(double share) => random.NextDouble() < share;

    private double Uniform(double low, double high) => low + (high - low) * random.NextDouble();

    // The lower half (a mask), the eyes (dark glasses) or any part, by one colour or a piece of the picture itself.
    private void Cover(Canvas canvas, KnownFace face)
    {
        var b = face.Box;
        var (x, y, w, h) = random.Next(3) switch
        {
            0 => (b.X, b.Y + b.Height * Uniform(0.55, 0.75), b.Width, b.Height * 0.45),
            1 when face.Landmarks is { } l => (b.X, Math.Min(l.RightEye.Y, l.LeftEye.Y) - 0.1 * b.Height, b.Width, Math.Abs(l.RightEye.Y - l.LeftEye.Y) + 0.2 * b.Height),
            _ => (b.X + b.Width * Uniform(-0.2, 0.9), b.Y + b.Height * Uniform(-0.2, 0.9), b.Width * Uniform(0.15, 0.5), b.Height * Uniform(0.15, 0.5)),
        };
        int left = Math.Clamp((int)x, 0, canvas.Size), right = Math.Clamp((int)(x + w), 0, canvas.Size), top = Math.Clamp((int)y, 0, canvas.Size), bottom = Math.Clamp((int)(y + h), 0, canvas.Size);
        if (right <= left || bottom <= top)
            return;
        bool plain = random.Next(2) == 0;
        byte red = (byte)random.Next(256), green = (byte)random.Next(256), blue = (byte)random.Next(256);
        int fromX = random.Next(0, canvas.Size - (right - left) + 1), fromY = random.Next(0, canvas.Size - (bottom - top) + 1);
        canvas.Rgb.CopyTo(_spare, 0);
        for (int row = top; row < bottom; row++)
        {
            var target = canvas.Rgb.AsSpan(3 * (row * canvas.Size + left), 3 * (right - left));
            if (!plain)
            {
                _spare.AsSpan(3 * ((fromY + row - top) * canvas.Size + fromX), target.Length).CopyTo(target);
                continue;
            }
            for (int i = 0; i < target.Length; i += 3)
                (target[i], target[i + 1], target[i + 2]) = (red, green, blue);
        }
    }

    // A box of 2 to 9 pixels along a row, a column or both: out of focus or moved.
    private void Blur(Canvas canvas)
    {
        int length = random.Next(2, 4 + canvas.Size / 64);
        int direction = random.Next(4);
        if (direction != 1)
            Blur(canvas.Rgb, canvas.Size, 3, 3 * canvas.Size, length);
        if (direction != 0)
            Blur(canvas.Rgb, canvas.Size, 3 * canvas.Size, 3, length);
    }

    private void Blur(byte[] rgb, int size, int step, int line, int length)
    {
        int reciprocal = 65536 / length, lag = length / 2;
        for (int l = 0; l < size; l++)
        {
            for (int c = 0; c < 3; c++)
            {
                int start = l * line + c, sum = 0;
                for (int i = 0; i < size + length; i++)
                    _spare[i] = rgb[start + Math.Clamp(i - lag, 0, size - 1) * step];
                for (int i = 0; i < length - 1; i++)
                    sum += _spare[i];
                for (int i = 0; i < size; i++)
                {
                    sum += _spare[i + length - 1];
                    rgb[start + i * step] = (byte)((sum * reciprocal + 32768) >> 16);
                    sum -= _spare[i];
                }
            }
        }
    }

    private void Light(Canvas canvas)
    {
        double gamma = Math.Exp(Uniform(-0.5, 0.5)), contrast = Uniform(0.6, 1.3), brightness = Uniform(-35, 35), dark = Happens(0.15) ? Uniform(0.1, 0.5) : 1;
        var tables = new byte[3][];
        for (int c = 0; c < 3; c++)
        {
            double cast = Uniform(0.85, 1.15);
            tables[c] = [.. Enumerable.Range(0, 256).Select(level => (byte)Math.Clamp(dark * cast * ((Math.Pow(level / 255.0, gamma) * 255 - 128) * contrast + 128 + brightness), 0, 255))];
        }
        bool sided = Happens(0.15);
        double alongX = Uniform(-0.6, 0.6) / canvas.Size, alongY = Uniform(-0.6, 0.6) / canvas.Size;
        var rgb = canvas.Rgb;
        for (int y = 0, i = 0; y < canvas.Size; y++)
        {
            for (int x = 0; x < canvas.Size; x++, i += 3)
            {
                (rgb[i], rgb[i + 1], rgb[i + 2]) = (tables[0][rgb[i]], tables[1][rgb[i + 1]], tables[2][rgb[i + 2]]);
                if (!sided)
                    continue;
                int gain = (int)(256 * (1 + alongX * (x - canvas.Size / 2) + alongY * (y - canvas.Size / 2)));
                for (int c = 0; c < 3; c++)
                    rgb[i + c] = (byte)Math.Clamp((rgb[i + c] * gain) >> 8, 0, 255);
            }
        }
    }

    private static void Grey(Canvas canvas)
    {
        var rgb = canvas.Rgb;
        for (int i = 0; i < rgb.Length; i += 3)
            rgb[i] = rgb[i + 1] = rgb[i + 2] = (byte)((77 * rgb[i] + 150 * rgb[i + 1] + 29 * rgb[i + 2]) >> 8);
    }

    // One number for a pixel's three channels, or one for each.
    private void Noise(Canvas canvas)
    {
        int strength = (int)Uniform(16, 256), at = random.Next(s_noise.Length);
        bool coloured = random.Next(2) == 0;
        var rgb = canvas.Rgb;
        for (int i = 0; i < rgb.Length; i++)
        {
            if (coloured || i % 3 == 0)
                at = (at + 1) & (s_noise.Length - 1);
            rgb[i] = (byte)Math.Clamp(rgb[i] + ((s_noise[at] * strength) >> 9), 0, 255);
        }
    }

    private void Jpeg(Canvas canvas)
    {
        int quality = random.Next(15, 80);
        using var bitmap = new SKBitmap(new SKImageInfo(canvas.Size, canvas.Size, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var pixels = bitmap.GetPixelSpan();
        for (int i = 0, p = 0; i < canvas.Rgb.Length; i += 3, p += 4)
            (pixels[p], pixels[p + 1], pixels[p + 2], pixels[p + 3]) = (canvas.Rgb[i], canvas.Rgb[i + 1], canvas.Rgb[i + 2], 255);
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, quality);
        PhotoReader.Decode(data.AsSpan(), "a training picture").Rgb.CopyTo(canvas.Rgb);
    }

    // Normal noise with a deviation of 32, by Box and Muller.
    private static sbyte[] MakeNoise()
    {
        var draw = new Random(7);
        var noise = new sbyte[1 << 18];
        for (int i = 0; i < noise.Length; i++)
            noise[i] = (sbyte)Math.Clamp(32 * Math.Sqrt(-2 * Math.Log(1 - draw.NextDouble())) * Math.Cos(2 * Math.PI * draw.NextDouble()), -127, 127);
        return noise;
    }
}
