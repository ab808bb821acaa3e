using Semblance.Detection;

namespace Semblance.Tests.Detection;

public class FacePainterTests
{
    private static readonly Photo s_black = Photo.FromGrey(240, 240, new byte[240 * 240]);

    [Theory]
    [InlineData(nameof(BoxColour.Orange), 255, 165, 0)]
    [InlineData(nameof(BoxColour.Green), 0, 190, 60)]
    [InlineData(nameof(BoxColour.Red), 215, 25, 30)]
    public void Draw_Box_HasItsColourAndLeavesTheOriginal(string colour, byte red, byte green, byte blue)
    {
        var painted = s_black.Draw([new PaintedBox(new Box(50, 60, 100, 80), Enum.Parse<BoxColour>(colour))]);

        Assert.Equal([red, green, blue], Pixel(painted, 50, 100));
        Assert.Equal([0, 0, 0], Pixel(painted, 100, 100));
        Assert.Equal(0, s_black.Rgb.IndexOfAnyExcept((byte)0) + 1);
    }

    [Fact]
    public void Draw_LabelWithoutAnyFont_ShowsLetters()
    {
        PaintedBox Labelled(string text) => new(new Box(50, 60, 100, 80), BoxColour.Orange, text);

        var anna = FacePainter.Draw(s_black, [Labelled("Anna 7")], typeface: null);
        var otto = FacePainter.Draw(s_black, [Labelled("Otto 7")], typeface: null);
        var plain = FacePainter.Draw(s_black, [Labelled("      ")], typeface: null);

        Assert.False(anna.Rgb.SequenceEqual(otto.Rgb));
        Assert.False(anna.Rgb.SequenceEqual(plain.Rgb));
        Assert.Equal([255, 165, 0], Pixel(plain, 60, 52));
    }

    [Fact]
    public void Draw_BoxAtTheTop_PutsTheLabelInside()
    {
        var painted = s_black.Draw([new PaintedBox(new Box(20, 0, 100, 80), BoxColour.Green, "x")]);

        Assert.Equal([0, 190, 60], Pixel(painted, 23, 4));
    }

    private static byte[] Pixel(Photo photo, int x, int y) => photo.Rgb.Slice(3 * (y * photo.Width + x), 3).ToArray();
}
