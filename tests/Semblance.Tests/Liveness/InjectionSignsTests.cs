using Semblance.Liveness;
using Semblance.OpenCv;
using Semblance.Testing;

namespace Semblance.Tests.Liveness;

public class InjectionSignsTests
{
    private const int Width = 160, Height = 120;

    [Fact]
    public void Found_CameraWithNoiseAndATremblingClock_IsNothing() => Assert.Empty(Watch(90, noise: 3, tremble: 2));

    [Fact]
    public void Found_StepsOfAFile_AreNoticed() => Assert.Equal("The frames come in perfectly even steps, as from a file.", Assert.Single(Watch(90, noise: 3, tremble: 0)));

    [Fact]
    public void Found_PictureWithoutNoise_IsNoticed() => Assert.Contains("The picture has no noise that changes, as a sensor's does.", Watch(90, noise: 0, tremble: 2));

    [Fact]
    public void Found_Loop_IsNoticed() => Assert.Contains("Pictures came again exactly as they were, as in a loop.", Watch(150, noise: 3, tremble: 2, loop: 60));

    [Fact]
    public void Found_PulseOfAnEncoder_IsNoticed() => Assert.Contains("The picture changes in a steady pulse, as encoded video does.", Watch(150, noise: 3, tremble: 2, pulse: 12));

    [Fact]
    public void Found_ChangeOfSize_IsNoticed()
    {
        var signs = new InjectionSigns();
        signs.Add(new LivenessFrame(Photo.FromGrey(4, 4, new byte[16]), TimeSpan.Zero, null));
        signs.Add(new LivenessFrame(Photo.FromGrey(8, 4, new byte[32]), TimeSpan.FromSeconds(0.03), null));

        Assert.Equal("The picture changed its size.", Assert.Single(signs.Found));
    }

    [Fact]
    public void Found_RealClipOfACamera_SaysThatItIsAFile()
    {
        var signs = new InjectionSigns();
        using var clip = new VideoFileSource(TestData.Require("videos/turning-live.mp4"));
        while (clip.Read() is { } frame)
            signs.Add(new LivenessFrame(frame.Photo, frame.Time, null));

        Assert.Contains("The frames come in perfectly even steps, as from a file.", signs.Found);
        Assert.DoesNotContain("Pictures came again exactly as they were, as in a loop.", signs.Found);
    }

    [Fact]
    public void Add_ForHours_RemembersTheLastPicturesOnly()
    {
        var signs = new InjectionSigns();
        var (random, grey) = (new Random(1), new byte[64]);
        for (int i = 0; i < 3 * InjectionSigns.MostPictures; i++)
        {
            random.NextBytes(grey);
            signs.Add(new LivenessFrame(Photo.FromGrey(8, 8, grey), TimeSpan.FromMilliseconds(33 * i), null));
        }

        Assert.Equal(InjectionSigns.MostPictures, signs.Remembered);
        Assert.DoesNotContain("Pictures came again exactly as they were, as in a loop.", signs.Found);
    }

    private static IReadOnlyList<string> Watch(int frames, int noise, double tremble, int loop = int.MaxValue, int pulse = int.MaxValue)
    {
        var signs = new InjectionSigns();
        var random = new Random(1);
        for (int i = 0; i < frames; i++)
        {
            var picture = new Random(i % loop);
            int level = 100 + (i % pulse == 0 ? 20 : 0);
            var grey = new byte[Width * Height];
            for (int p = 0; p < grey.Length; p++)
                grey[p] = (byte)(level + p % 50 + (noise == 0 ? 0 : picture.Next(-noise, noise + 1)));
            signs.Add(new LivenessFrame(Photo.FromGrey(Width, Height, grey), TimeSpan.FromMilliseconds(33 * i + tremble * random.NextDouble()), null));
        }
        return signs.Found;
    }
}
