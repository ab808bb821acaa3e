namespace Semblance.Liveness;

/// <summary>What the light of one sequence amounts to.</summary>
internal static class LightJudge
{
    // Limits, chosen on simulated faces and attacks of their own (docs/accuracy-liveness-light.md).
    private const int LeastCells = 4;
    private const double MostTurned = 30, MostTurnedFrames = 0.3, MostMoved = 1;
    private const double Follows = 0.75, DoesNotFollow = 0.4, LeastAnswer = 0.014, OwnColour = 0.035;
    private const double Curved = 0.45, Flat = 0.3, MostCurved = 2.5, MostMisfit = 0.28, Overlaid = 0.55;
    private const double FewErrors = 1, SureErrors = 2;

    /// <summary>Judges a complete sequence.</summary>
    public static CheckResult Judge(IReadOnlyList<LightReading> readings, LightSchedule schedule)
    {
        var series = new LightSeries(readings, schedule);
        if (Hindrance(series) is { } hindrance)
            return Unsure(hindrance);
        return LightAnswer.Find(series) is { } answer ? Judge(answer) : Unsure("Too few frames show the face in light that the camera can measure.");
    }

    /// <summary>Nothing follows, for this reason.</summary>
    public static CheckResult Unsure(string reason, double? score = null) => new(CheckNames.Light, score, LivenessVerdict.Unsure, [reason], IsSettled: true);

    private static CheckResult Judge(LightAnswer answer)
    {
        var (face, shape) = (answer.Face, answer.Shape);
        double follows = Rise(face.Agreement, DoesNotFollow, Follows);
        if (face.Agreement < DoesNotFollow && face.Colour > OwnColour)
            return Spoof("The light on the face did not follow the screen.", Math.Min(follows, 0.5));
        if (face.Amplitude.Average() < LeastAnswer)
            return Unsure("Hardly any light of the screen is to be seen on the face: it is too bright here, or the screen is too dark or too far away.", Math.Min(follows, 0.5));
        if (face.Agreement < Follows)
            return Unsure("The light on the face followed the screen only in part: hold still, and keep other lights from changing.", Math.Min(follows, 0.5));
        if (shape is null)
            return Unsure("Too little of the face is to be seen in light that the camera can measure: look at the screen, in less light.", 0.5);

        var overlay = answer.Overlay;
        double curved = Rise(shape.Bulge - FewErrors * shape.Error, Flat - 0.3, Curved), even = Rise(-shape.Misfit, -2 * MostMisfit, 0);
        double score = Math.Min(follows, Math.Min(curved, Math.Min(even, Rise(-overlay.Expected, -2 * Overlaid, 0))));
        if (overlay.Share - SureErrors * overlay.Error > Overlaid && face.Colour > OwnColour)
            return Spoof("The light lies over the picture, as on the glass of a screen.", score);
        if (shape.Bulge + FewErrors * shape.Error < Flat)
            return Spoof("The light lies on the face as on a flat picture.", score);
        bool isHead = shape.Bulge > Curved && shape.Bulge - FewErrors * shape.Error > Flat && shape.Bulge < MostCurved && shape.Misfit < MostMisfit;
        return isHead && overlay.Expected < Overlaid
            ? new CheckResult(CheckNames.Light, score, LivenessVerdict.Live, [], IsSettled: true)
            : Unsure("The light does not show the shape of the face well enough: come closer to the screen, in less light.", score);
    }

    private static string? Hindrance(LightSeries series)
    {
        if (series.Readings.Count == 0)
            return "No face was seen while the light was shown.";
        if (series.Cells < LeastCells)
            return "Too little is to be seen beside the face: move back a little.";
        if (series.Readings.Count(reading => !(Math.Abs(reading.Pose.Yaw) <= MostTurned && Math.Abs(reading.Pose.Pitch) <= MostTurned)) > MostTurnedFrames * series.Readings.Count)
            return "The face was turned away while the light was shown: look at the screen.";
        var first = series.Readings[0].Box;
        double moved = series.Readings.Max(reading => Math.Max(Math.Abs(reading.Box.Centre.X - first.Centre.X), Math.Abs(reading.Box.Centre.Y - first.Centre.Y)) / first.Width);
        return moved > MostMoved ? "The face moved too much while the light was shown: hold still." : null;
    }

    // 0.12 at the lower limit, 0.88 at the upper one.
    private static double Rise(double value, double from, double to) => 1 / (1 + Math.Exp(-4 * (value - (from + to) / 2) / (to - from)));

    private static CheckResult Spoof(string reason, double score) => new(CheckNames.Light, score, LivenessVerdict.Spoof, [reason], IsSettled: true);
}
