using System.Diagnostics;
using Semblance.Training.Detectors;
using Spectre.Console;

namespace Semblance.Training.Output;

/// <summary>Shows a detector training on stderr: a bar on a terminal, a line each minute elsewhere.</summary>
internal static class DetectorDisplay
{
    /// <summary>Runs a training that reports to the display.</summary>
    public static T Run<T>(Func<IProgress<DetectorProgress>, T> training)
    {
        if (Console.IsErrorRedirected)
            return training(new Lines());
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .Start(context => training(new Bar(context.AddTask("training"))));
    }

    private static string Words(DetectorProgress p) => $"step {p.Step}  loss {p.Loss:F3}  {p.PicturesPerSecond:F0} pictures/s";

    private sealed class Bar(ProgressTask task) : IProgress<DetectorProgress>
    {
        public void Report(DetectorProgress value) => (task.Value, task.Description) = (100 * value.Done, Markup.Escape(Words(value)));
    }

    private sealed class Lines : IProgress<DetectorProgress>
    {
        private readonly Stopwatch _clock = new();

        public void Report(DetectorProgress value)
        {
            if (_clock.IsRunning && _clock.Elapsed < TimeSpan.FromMinutes(1))
                return;
            _clock.Restart();
            Console.Error.WriteLine($"{Words(value)}  {100 * value.Done:F1} %");
        }
    }
}
