using System.Diagnostics;
using Semblance.Training.Loop;
using Spectre.Console;

namespace Semblance.Training.Output;

/// <summary>Shows a training on stderr: a progress bar on a terminal, otherwise a line a minute and at the end of each round.</summary>
internal static class TrainingDisplay
{
    /// <summary>Runs a training that reports to the display.</summary>
    /// <param name="title">What is trained.</param>
    /// <param name="training">The training.</param>
    public static T Run<T>(string title, Func<IProgress<TrainingProgress>, T> training)
    {
        if (Console.IsErrorRedirected)
            return training(new Lines(title));
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .Start(context => training(new Bar(title, context.AddTask(Markup.Escape(title)))));
    }

    private static string Words(string title, TrainingProgress p) => $"{title}  {p.Words}  {p.ImagesPerSecond:F0} images/s  {(int)p.Left.TotalHours}:{p.Left:mm\\:ss} left";

    private sealed class Bar(string title, ProgressTask task) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => (task.Value, task.Description) = (100 * value.Done, Markup.Escape(Words(title, value)));
    }

    private sealed class Lines(string title) : IProgress<TrainingProgress>
    {
        private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

        private readonly Stopwatch _sinceLast = Stopwatch.StartNew();

        public void Report(TrainingProgress value)
        {
            if (!value.IsRoundDone && _sinceLast.Elapsed < s_longest)
                return;
            _sinceLast.Restart();
            Console.Error.WriteLine(Words(title, value));
        }
    }
}
