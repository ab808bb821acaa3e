namespace Semblance.Training.Relighting;

/// <summary>What a webcam does to light. Deviations of noise are shares of the brightest, in light of 100 lux; they fall with the root of the light, as gain does.</summary>
/// <param name="EvenNoise">Deviation of noise that is alike at every level.</param>
/// <param name="ShotNoise">Deviation, at full light, of noise that grows with the root of the light.</param>
/// <param name="Grain">0: every pixel for itself; otherwise noise hangs together over about so many pixels.</param>
/// <param name="Lag">How much of the former frame stays in each frame, as noise reduction leaves it: 0 to below 1.</param>
/// <param name="Contrast">0: sRGB; more bends the tone curve to an S.</param>
/// <param name="Crosstalk">How much of the others' light each channel sees.</param>
/// <param name="Jpeg">Least and most quality.</param>
internal sealed record CameraModel(float EvenNoise, float ShotNoise, int Grain, float Lag, float Contrast, float Crosstalk, (int Least, int Most) Jpeg)
{
    /// <summary>The camera that limits were chosen on: Gaussian noise alike everywhere, sRGB, mild JPEG.</summary>
    public static CameraModel Plain { get; } = new(EvenNoise: 0.02f, ShotNoise: 0, Grain: 0, Lag: 0, Contrast: 0, Crosstalk: 0.03f, Jpeg: (80, 92));

    /// <summary>The camera kept for the test: noise that grows with the light, hangs together and is smeared over time, an S-shaped tone curve, more crosstalk and strong JPEG.</summary>
    public static CameraModel Harsh { get; } = new(EvenNoise: 0.008f, ShotNoise: 0.04f, Grain: 2, Lag: 0.3f, Contrast: 0.35f, Crosstalk: 0.08f, Jpeg: (40, 65));
}
