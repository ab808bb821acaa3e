namespace Semblance.Liveness;

/// <summary>What the light of one sequence amounts to.</summary>
internal static class LightJudge
{
    // Limits, chosen on simulated faces and attacks of their own (docs/accuracy-liveness-light.md).
    private const int LeastCells = 4;
    private const double MostTurned = 30, MostTurnedFrames = 0.3, MostMoved = 0.2;
    private const double LeastAnswer = 0.02, SureAgreement = 0.7, NoAgreement = 0.4;
    private const double Curved = 0.15, Flat = 0.08;
    private const double Errors = 2;

    private static readonly FaceRegion[] s_skin =
        [FaceRegion.Forehead, FaceRegion.Nose, FaceRegion.RightCheek, FaceRegion.LeftCheek, FaceRegion.RightRim, FaceRegion.LeftRim, FaceRegion.RightJaw, FaceRegion.LeftJaw];

    /// <summary>Judges a complete sequence.</summary>
    public static CheckResult Judge(IReadOnlyList<LightReading> readings, LightSchedule schedule)
    {
        var series = new LightSeries(readings, schedule);
        if (Hindrance(series) is { } hindrance)
            return Unsure(hindrance);
        var face = LightAnswer.Find(series, s_skin);
        if (face is null)
            return Unsure("Too few frames show the face in light that the camera can measure.");
        return Judge(face);
    }

    /// <summary>Nothing follows, for this reason.</summary>
    public static CheckResult Unsure(string reason, double? score = null) => new(CheckNames.Light, score, LivenessVerdict.Unsure, [reason], IsSettled: true);

    private static CheckResult Judge(LightAnswer answer)
    {
        double score = Math.Min(Rise(answer.Face.Agreement, NoAgreement, SureAgreement), Rise(answer.Bulge, Flat, Curved));
        if (answer.Face.Size < LeastAnswer)
            return Unsure("No light of the screen is to be seen on the face: it is too bright here, or the screen is too dark or too far away.", score);
        if (answer.Face.Agreement < NoAgreement)
            return Spoof("The light on the face did not follow the screen.", score);
        if (answer.Face.Agreement < SureAgreement)
            return Unsure("The light on the face hardly stands out: hold still, in less light.", score);
        if (answer.Bulge - Errors * answer.BulgeError > Flat && answer.Bulge > Curved)
            return new CheckResult(CheckNames.Light, score, LivenessVerdict.Live, [], IsSettled: true);
        return answer.Bulge + Errors * answer.BulgeError < Curved
            ? Spoof("The light lies on the face as on a flat picture.", score)
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
        return moved > 5 * MostMoved ? "The face moved too much while the light was shown: hold still." : null;
    }

    private static double Rise(double value, double from, double to) => 1 / (1 + Math.Exp(-4 * (value - (from + to) / 2) / (to - from)));

    private static CheckResult Spoof(string reason, double score) => new(CheckNames.Light, score, LivenessVerdict.Spoof, [reason], IsSettled: true);
}
