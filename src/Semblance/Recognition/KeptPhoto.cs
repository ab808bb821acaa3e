using Semblance.Imaging;

namespace Semblance.Recognition;

/// <summary>What is kept of a photo, where the person agreed: the face with half its size around it, so that any detector finds it again and no more of the scene is stored.</summary>
internal static class KeptPhoto
{
    private const float Margin = 0.5f;

    /// <summary>Cuts it out, as JPEG.</summary>
    public static byte[] Cut(Photo photo, Face face)
    {
        var box = face.Box;
        float x = box.Width * Margin, y = box.Height * Margin;
        int left = (int)Math.Max(0, box.X - x), top = (int)Math.Max(0, box.Y - y);
        int right = (int)Math.Min(photo.Width, box.X + box.Width + x), bottom = (int)Math.Min(photo.Height, box.Y + box.Height + y);
        return photo.Crop(left, top, right - left, bottom - top).EncodeJpeg(95);
    }
}
