using Semblance.Imaging;
using Semblance.Recognition;

namespace Semblance.Benchmarks.Quality;

/// <summary>What became of photos that were turned by one angle.</summary>
/// <param name="Degrees">Clockwise.</param>
internal sealed record TurnedPhotos(int Degrees)
{
    /// <summary>Photos.</summary>
    public int Photos { get; private set; }

    /// <summary>Of them turned back.</summary>
    public int Right { get; private set; }

    /// <summary>Of them left as they were, since it cannot be told.</summary>
    public int Unknown { get; private set; }

    /// <summary>Of them turned to another side.</summary>
    public int Wrong => Photos - Right - Unknown;

    /// <summary>Photos that stood upright afterwards and were read.</summary>
    public int Read { get; private set; }

    /// <summary>Photos that stood upright afterwards and were refused as not upright.</summary>
    public int Refused { get; private set; }

    /// <summary>Photos that did not stand upright afterwards and were read all the same.</summary>
    public int ReadTurned { get; private set; }

    /// <summary>The same without turning photos: what a single frame of a turned camera comes to.</summary>
    public int ReadAsTheyCame { get; private set; }

    /// <summary>Processor time of turning, together.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>Turns a photo, turns it back, and reads it.</summary>
    public void Add(Photo photo, FaceEngine engine, FacePipeline pipeline)
    {
        var turned = photo.Rotate(Degrees);
        var before = Environment.CpuUsage.TotalTime;
        var upright = engine.TurnUpright(turned);
        Time += Environment.CpuUsage.TotalTime - before;
        var reading = pipeline.ReadMain(upright.Photo);
        bool isUpright = (upright.Degrees + Degrees) % 360 == 0;
        Photos++;
        Right += isUpright && upright.Turned != Turn.Unknown ? 1 : 0;
        Unknown += upright.Turned == Turn.Unknown ? 1 : 0;
        Read += isUpright && reading is FaceReading.Usable ? 1 : 0;
        Refused += isUpright && reading is FaceReading.Unusable { Problems: [QualityProblem.NotUpright] } ? 1 : 0;
        ReadTurned += !isUpright && reading is FaceReading.Usable ? 1 : 0;
        ReadAsTheyCame += pipeline.ReadMain(turned) is FaceReading.Usable ? 1 : 0;
    }
}
