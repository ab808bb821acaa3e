using ScottPlot;

namespace Semblance.Reports;

/// <summary>What one epoch of training reached.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainLoss">Mean loss on the training data.</param>
/// <param name="TrainAccuracy">Share of training examples decided rightly, 0 to 1.</param>
/// <param name="TestLoss">Mean loss on held-out data; null where it was not measured.</param>
/// <param name="TestAccuracy">The same share on held-out data; null where it was not measured.</param>
public sealed record EpochRecord(int Epoch, double TrainLoss, double TrainAccuracy, double? TestLoss, double? TestAccuracy);

/// <summary>Loss and accuracy over the epochs, side by side.</summary>
public static class TrainingCurves
{
    private const int MostMarkers = 40;

    /// <summary>Writes a PNG of 1200 x 500 pixels; an existing file is replaced. Values that are not finite leave a gap.</summary>
    /// <param name="path">The file.</param>
    /// <param name="epochs">At least one, in order.</param>
    /// <exception cref="ReportException">No font is installed.</exception>
    public static void Save(string path, IReadOnlyList<EpochRecord> epochs)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        ArgumentOutOfRangeException.ThrowIfZero(epochs.Count);
        var loss = PictureStyle.NewPlot("Loss", "Epoch", "Mean loss");
        AddLines(loss, epochs, epoch => epoch.TrainLoss, epoch => epoch.TestLoss);
        loss.ShowLegend(Alignment.UpperRight);

        var accuracy = PictureStyle.NewPlot("Accuracy", "Epoch", "Share decided rightly");
        AddLines(accuracy, epochs, epoch => epoch.TrainAccuracy, epoch => epoch.TestAccuracy);
        accuracy.Axes.Left.TickGenerator = PictureStyle.PercentTicks();
        accuracy.ShowLegend(Alignment.LowerRight);

        var both = new Multiplot();
        both.Reset(loss);
        both.AddPlot(accuracy);
        both.Layout = new ScottPlot.MultiplotLayouts.Columns();
        both.SavePng(path, 1200, 500);
    }

    private static void AddLines(Plot plot, IReadOnlyList<EpochRecord> epochs, Func<EpochRecord, double?> train, Func<EpochRecord, double?> test)
    {
        AddLine(plot, epochs, train, "training", PictureStyle.Colours[0]);
        AddLine(plot, epochs, test, "held out", PictureStyle.Colours[1]);
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        plot.Axes.SetLimitsX(epochs[0].Epoch - 0.5, epochs[^1].Epoch + 0.5);
    }

    private static void AddLine(Plot plot, IReadOnlyList<EpochRecord> epochs, Func<EpochRecord, double?> value, string label, Color colour)
    {
        Coordinates[] points = [.. from epoch in epochs
                                   let y = value(epoch)
                                   where y is not null
                                   select new Coordinates(epoch.Epoch, double.IsFinite(y.Value) ? y.Value : double.NaN)];
        if (points.Length == 0)
            return;
        var line = plot.Add.Scatter(points, colour);
        (line.LineWidth, line.MarkerSize, line.LegendText) = (2.5f, epochs.Count <= MostMarkers ? 7 : 0, label);
    }
}
