using Semblance.Imaging;

namespace Semblance.Detection;

/// <summary>Finds the face of a photo that somebody else cut, as those of liveness sets are.</summary>
internal static class LargestFace
{
    // Of a crop's side, so that a face which fills it is found.
    private const double Border = 0.4;

    private const int LargestCrop = 400;

    /// <summary>
    /// The largest face; null where there is none. In a crop whose face fills it the face is looked for with a border around. The border is no surroundings: what is judged is the crop as it was, so
    /// the face may reach over its edge.
    /// </summary>
    public static Face? In(Photo photo, IFaceDetector detector)
    {
        if (FaceSelection.Largest(detector.Detect(photo)) is FaceSelection.Main main)
            return main.Face;
        if (Math.Max(photo.Width, photo.Height) > LargestCrop)
            return null;
        int border = (int)(Border * photo.Width);
        return FaceSelection.Largest(detector.Detect(photo.Pad(border))) is FaceSelection.Main padded ? Moved(padded.Face, -border) : null;
    }

    private static Face Moved(Face face, float by)
    {
        Point Along(Point point) => new(point.X + by, point.Y + by);
        var moved = face with { Box = face.Box with { X = face.Box.X + by, Y = face.Box.Y + by } };
        return face.Landmarks is { } l
            ? moved with { Landmarks = new Landmarks(Along(l.RightEye), Along(l.LeftEye), Along(l.NoseTip), Along(l.RightMouthCorner), Along(l.LeftMouthCorner)) }
            : moved;
    }
}
