using Semblance.Reports;

namespace Semblance.Training.Spoof;

/// <summary>Losses and errors over a spoof training.</summary>
internal static class SpoofCurves
{
    /// <summary>Writes a PNG; an existing file is replaced.</summary>
    /// <exception cref="ReportException">No font is installed.</exception>
    public static void Save(string path, IReadOnlyList<SpoofRecord> history)
    {
        TrainingCurves.Save(path, "Steps",
            new CurvePanel("Loss on training samples", "Mean since the last record", false, Line("face", r => r.TightLoss), Line("with surroundings", r => r.WideLoss)),
            new CurvePanel("Errors on training samples", "Share on the wrong side", true, Line("face", r => r.TightErrors), Line("with surroundings", r => r.WideErrors)));

        CurveLine Line(string label, Func<SpoofRecord, double> value) => new(label, [.. history.Select(record => ((double)record.Step, (double?)value(record)))]);
    }
}
