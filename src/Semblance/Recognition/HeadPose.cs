namespace Semblance;

/// <summary>
/// Where a head points, in degrees, as far as five landmarks tell. In weak perspective (Gee and Cipolla, Image and Vision Computing 12,
/// 1994) let the eyes lie E apart and H above the mouth, and the nose tip a depth D before their plane. A head turned by
/// yaw shows the eyes E cos(yaw) apart and the nose tip D sin(yaw) beside the line from the eyes' middle to the mouth's, so the quotient of the two is
/// (D / E) tan(yaw). A head raised by pitch shows eyes and mouth H cos(pitch) apart and the nose tip D sin(pitch) higher, so that it stands at the share
/// v0 - (D / H) tan(pitch) of the way. E and H are those of the alignment template, v0 is the median of 1,000 faces of LFW, and D is what
/// makes the yaw agree with the shrinking of the eyes' distance in clips of turning heads (there 11 to 20, mean 15). Faces differ, and landmarks
/// err: take it for 10 degrees. Of a full profile, where the far landmarks are guesses, it says 30 to 75.
/// </summary>
/// <param name="Yaw">Turned aside, -90 to 90: over 0 where the nose points to the right of the picture.</param>
/// <param name="Pitch">Raised (over 0) or lowered, -90 to 90.</param>
/// <param name="Roll">Tilted in the plane of the picture, -180 to 180, clockwise over 0. Alignment undoes it.</param>
public readonly record struct HeadPose(double Yaw, double Pitch, double Roll)
{
    // In the template's units: eyes and mouth corners apart, eyes above the mouth, the nose's share of that way, the nose's depth.
    private const double Eyes = 35.24, Mouth = 29.18, Height = 40.68, NoseShare = 0.57, NoseDepth = 16;

    /// <summary>Estimates it. Not a number where the landmarks are in no order that a face can show, such as a mouth on the eyes.</summary>
    public static HeadPose Of(Landmarks landmarks)
    {
        ArgumentNullException.ThrowIfNull(landmarks);
        var (right, left, nose) = (landmarks.RightEye, landmarks.LeftEye, landmarks.NoseTip);
        var (mouthRight, mouthLeft) = (landmarks.RightMouthCorner, landmarks.LeftMouthCorner);
        double eyesX = (right.X + left.X) / 2.0, eyesY = (right.Y + left.Y) / 2.0;
        double downX = (mouthRight.X + mouthLeft.X) / 2.0 - eyesX, downY = (mouthRight.Y + mouthLeft.Y) / 2.0 - eyesY;
        double height = Math.Sqrt(downX * downX + downY * downY);
        (downX, downY) = (downX / height, downY / height);

        // Across is a quarter turn from down: to the right of an upright picture.
        double Across(double x, double y) => x * downY - y * downX;
        double width = (Across(left.X - right.X, left.Y - right.Y) / Eyes + Across(mouthLeft.X - mouthRight.X, mouthLeft.Y - mouthRight.Y) / Mouth) / 2;
        double aside = Across(nose.X - eyesX, nose.Y - eyesY);
        double share = ((nose.X - eyesX) * downX + (nose.Y - eyesY) * downY) / height;
        return new HeadPose(
            Degrees(Math.Atan2(aside / NoseDepth, Math.Max(0, width))),
            Degrees(Math.Atan((NoseShare - share) * Height / NoseDepth)),
            Degrees(Math.Atan2(-downX, downY)));
    }

    private static double Degrees(double radians) => radians * 180 / Math.PI;
}
