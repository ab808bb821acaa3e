using Semblance.Training.Networks;

namespace Semblance.Training.Detectors;

/// <summary>
/// A finished detector with YuNet's output layout that says for every cell what it sees: dense answers, before any decision. Input
/// blue, green, red with levels 0..255. Not for several threads at once.
/// </summary>
internal sealed class GridTeacher : IDisposable
{
    private static readonly NetworkShape s_shape = new(
        [], [.. DetectorNetwork.Strides.SelectMany(stride => new[] { $"cls_{stride}", $"obj_{stride}", $"bbox_{stride}", $"kps_{stride}" })], "so it is no teacher of a detector", VariesInSize: true);

    private readonly OnnxNetwork _network;
    private float[] _planes = [];

    /// <summary>Loads the network.</summary>
    /// <param name="file">Its ONNX file, with free input size.</param>
    public GridTeacher(string file) => _network = OnnxNetwork.Load(File.ReadAllBytes(file), s_shape);

    /// <summary>Answers for a square picture, cell by cell of stride 8, then 16, then 32.</summary>
    /// <param name="rgb">The picture.</param>
    /// <param name="size">Its side in pixels, a multiple of 32.</param>
    /// <param name="scores">Receives the root of class score and objectness.</param>
    /// <param name="boxes">Receives four numbers a cell.</param>
    /// <param name="points">Receives ten numbers a cell.</param>
    public void Read(ReadOnlySpan<byte> rgb, int size, Span<float> scores, Span<float> boxes, Span<float> points)
    {
        int plane = size * size;
        if (_planes.Length != 3 * plane)
            _planes = new float[3 * plane];
        for (int i = 0, p = 0; i < plane; i++, p += 3)
            (_planes[i], _planes[plane + i], _planes[2 * plane + i]) = (rgb[p + 2], rgb[p + 1], rgb[p]);
        using var outputs = _network.Run(_planes, [1, 3, size, size]);
        int cell = 0;
        for (int level = 0; level < DetectorNetwork.Strides.Count; level++)
        {
            var cls = outputs[4 * level];
            var obj = outputs[4 * level + 1];
            outputs[4 * level + 2].CopyTo(boxes[(4 * cell)..]);
            outputs[4 * level + 3].CopyTo(points[(10 * cell)..]);
            for (int i = 0; i < cls.Length; i++)
                scores[cell++] = MathF.Sqrt(Math.Clamp(cls[i], 0, 1) * Math.Clamp(obj[i], 0, 1));
        }
    }

    /// <summary>Frees the network.</summary>
    public void Dispose() => _network.Dispose();
}
