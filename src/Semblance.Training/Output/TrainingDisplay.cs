using System.Diagnostics;
using Semblance.Training.Siamese;
using Spectre.Console;

namespace Semblance.Training.Output;

/// <summary>Shows a training on stderr: a progress bar on a terminal, otherwise a line a minute and at the end of each epoch.</summary>
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

    private static string Words(TrainingProgress p) =>
        $"epoch {Math.Min(p.Epoch, p.Epochs)}/{p.Epochs}  loss {p.Loss:F4}  accuracy {100 * p.Accuracy:F1} %  {p.ImagesPerSecond:F0} images/s  {p.Remaining:h\\:mm\\:ss} left";

    private sealed class Bar(string title, ProgressTask task) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            task.MaxValue = value.Steps;
            task.Value = value.Step;
            task.Description = Markup.Escape($"{title}  {Words(value)}");
        }
    }

    private sealed class Lines(string title) : IProgress<TrainingProgress>
    {
        private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

        private readonly Stopwatch _sinceLast = Stopwatch.StartNew();

        public void Report(TrainingProgress value)
        {
            if (value.Step * value.Epochs % value.Steps != 0 && _sinceLast.Elapsed < s_longest)
                return;
            _sinceLast.Restart();
            Console.Error.WriteLine($"{title}  {Words(value)}");
        }
    }
}
