using System.Runtime.InteropServices;
using OpenCvSharp;

namespace Semblance.OpenCv;

/// <summary>Photos to OpenCV matrices and back. OpenCV keeps colours in the order blue, green, red.</summary>
internal static class MatConversions
{
    /// <summary>A matrix of its own memory, height x width x 3 bytes (BGR). The caller disposes it.</summary>
    public static Mat ToMat(this Photo photo)
    {
        var mat = new Mat(photo.Height, photo.Width, MatType.CV_8UC3);
        SwapRedAndBlue(photo.Rgb, MemoryMarshal.AsBytes(mat.AsSpan<Vec3b>()));
        return mat;
    }

    /// <summary>A matrix of its own memory, height x width bytes: the photo's BT.601 luma. The caller disposes it.</summary>
    public static Mat ToGreyMat(this Photo photo)
    {
        var mat = new Mat(photo.Height, photo.Width, MatType.CV_8UC1);
        photo.ToGrey().CopyTo(mat.AsSpan<byte>());
        return mat;
    }

    /// <summary>Copies a BGR matrix into a photo.</summary>
    /// <exception cref="ArgumentException">The matrix is not 8-bit BGR.</exception>
    public static Photo ToPhoto(this Mat mat)
    {
        if (mat.Type() != MatType.CV_8UC3)
            throw new ArgumentException($"An 8-bit BGR matrix is needed, not {mat.Type()}.", nameof(mat));
        var rgb = new byte[3 * mat.Width * mat.Height];
        using var whole = mat.IsContinuous() ? null : mat.Clone();
        SwapRedAndBlue(MemoryMarshal.AsBytes((whole ?? mat).AsSpan<Vec3b>()), rgb);
        return Photo.FromRgb(mat.Width, mat.Height, rgb);
    }

    private static void SwapRedAndBlue(ReadOnlySpan<byte> from, Span<byte> to)
    {
        for (int i = 0; i + 2 < from.Length; i += 3)
            (to[i], to[i + 1], to[i + 2]) = (from[i + 2], from[i + 1], from[i]);
    }
}
