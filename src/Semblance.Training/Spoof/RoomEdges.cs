namespace Semblance.Training.Spoof;

/// <summary>Frames, doors and shelves behind a live person: straight edges alone must not mean a sheet or a screen. They leave the head free.</summary>
internal static class RoomEdges
{
    /// <summary>Draws one to three upright or lying rectangles around the head.</summary>
    public static void Draw(SpoofPicture picture, Random random)
    {
        int side = picture.Side;
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            double left = random.Between(-0.2, 0.9), top = random.Between(-0.2, 0.7), right = left + random.Between(0.05, 0.7), bottom = top + random.Between(0.1, 0.9);
            double border = random.Between(0.005, 0.05);
            float tone = random.Next(256), inner = random.Next(256);
            bool isFilled = random.Happens(0.5);
            for (int y = Math.Max(0, (int)(top * side)); y < Math.Min(side, bottom * side); y++)
            {
                for (int x = Math.Max(0, (int)(left * side)); x < Math.Min(side, right * side); x++)
                {
                    double u = (double)x / side, v = (double)y / side;
                    bool isHead = (u - 0.5) * (u - 0.5) / 0.075 + (v - 0.5) * (v - 0.5) / 0.12 < 1 || v > 0.62;
                    bool isBorder = u - left < border || right - u < border || v - top < border || bottom - v < border;
                    if (!isHead && (isBorder || isFilled))
                        picture.Rgb.AsSpan(3 * (y * side + x), 3).Fill(isBorder ? tone : inner);
                }
            }
        }
    }
}
