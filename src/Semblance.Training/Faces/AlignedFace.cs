namespace Semblance.Training.Faces;

/// <summary>One photo of the collection: a face already aligned to the five-point template, with a margin to vary it in.</summary>
/// <param name="File">Where it was read from, relative to the collection.</param>
/// <param name="Identity">Who it shows; null where nobody knows.</param>
/// <param name="Rgb"><see cref="Side"/> x <see cref="Side"/> x 3 bytes, row by row in the order red, green, blue.</param>
internal sealed record AlignedFace(string File, string? Identity, byte[] Rgb)
{
    /// <summary>Side of a stored face in pixels.</summary>
    public const int Side = 120;

    /// <summary>Pixels around the template of 112 x 112.</summary>
    public const int Margin = 4;
}
