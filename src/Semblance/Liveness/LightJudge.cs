namespace Semblance.Liveness;

/// <summary>What the light of one sequence amounts to.</summary>
internal static class LightJudge
{
    /// <summary>Judges a complete sequence.</summary>
    public static CheckResult Judge(IReadOnlyList<LightReading> readings, LightSchedule schedule, LightOptions limits)
    {
        var series = new LightSeries(readings, schedule, limits);
        if (Hindrance(series, limits) is { } hindrance)
            return Unsure(hindrance);
        return LightAnswer.Find(series, limits) is { } answer ? Judge(answer, limits) : Unsure("Too few frames show the face in light that the camera can measure.");
    }

    /// <summary>Nothing follows, for this reason.</summary>
    public static CheckResult Unsure(string reason, double? score = null) => new(CheckNames.Light, score, LivenessVerdict.Unsure, [reason], IsSettled: true);

    /// <summary>Judges what a face answered.</summary>
    public static CheckResult Judge(LightAnswer answer, LightOptions limits)
    {
        var (face, shape) = (answer.Face, answer.Shape);
        double follows = Rise(face.Agreement, limits.DoesNotFollow, limits.Follows);
        if (face.Agreement < limits.DoesNotFollow && face.Colour > limits.OwnColour)
            return Spoof("The light on the face did not follow the screen.", Math.Min(follows, 0.5));
        if (face.Amplitude.Average() < limits.LeastAnswer)
            return Unsure("Hardly any light of the screen is to be seen on the face: it is too bright here, or the screen is too dark or too far away.", Math.Min(follows, 0.5));
        if (face.Agreement < limits.Follows)
            return Unsure("The light on the face followed the screen only in part: hold still, and keep other lights from changing.", Math.Min(follows, 0.5));
        if (shape is null)
            return Unsure("Too little of the face is to be seen in light that the camera can measure: look at the screen, in less light.", 0.5);

        var overlay = answer.Overlay;
        double curved = Rise(shape.Bulge - limits.FewErrors * shape.Error, limits.Flat - 0.3, limits.Curved), even = Rise(-shape.Misfit, -2 * limits.MostMisfit, 0);
        double score = Math.Min(follows, Math.Min(curved, Math.Min(even, Rise(-overlay.Expected, -2 * limits.Overlaid, 0))));
        if (overlay.Share - limits.SureErrors * overlay.Error > limits.Overlaid && face.Colour > limits.OwnColour)
            return Spoof("The light lies over the picture, as on the glass of a screen.", score);
        if (shape.Bulge + limits.FewErrors * shape.Error < limits.Flat)
            return Spoof("The light lies on the face as on a flat picture.", score);
        bool isHead = shape.Bulge > limits.Curved && shape.Bulge - limits.FewErrors * shape.Error > limits.Flat && shape.Bulge < limits.MostCurved && shape.Misfit < limits.MostMisfit;
        return isHead && overlay.Expected < limits.Overlaid
            ? new CheckResult(CheckNames.Light, score, LivenessVerdict.Live, [], IsSettled: true)
            : Unsure("The light does not show the shape of the face well enough: come closer to the screen, in less light.", score);
    }

    private static string? Hindrance(LightSeries series, LightOptions limits)
    {
        if (series.Readings.Count == 0)
            return "No face was seen while the light was shown.";
        if (series.Cells < limits.LeastCells)
            return "Too little is to be seen beside the face: move back a little.";
        if (series.Readings.Count(reading => !(Math.Abs(reading.Pose.Yaw) <= limits.MostTurned && Math.Abs(reading.Pose.Pitch) <= limits.MostTurned)) > limits.MostTurnedFrames * series.Readings.Count)
            return "The face was turned away while the light was shown: look at the screen.";
        var first = series.Readings[0].Box;
        double moved = series.Readings.Max(reading => Math.Max(Math.Abs(reading.Box.Centre.X - first.Centre.X), Math.Abs(reading.Box.Centre.Y - first.Centre.Y)) / first.Width);
        return moved > limits.MostMoved ? "The face moved too much while the light was shown: hold still." : null;
    }

    // 0.12 at the lower limit, 0.88 at the upper one.
    private static double Rise(double value, double from, double to) => 1 / (1 + Math.Exp(-4 * (value - (from + to) / 2) / (to - from)));

    private static CheckResult Spoof(string reason, double score) => new(CheckNames.Light, score, LivenessVerdict.Spoof, [reason], IsSettled: true);
}
