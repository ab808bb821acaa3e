using Spectre.Console;

namespace Semblance.Cli.Output;

/// <summary>A progress bar on stderr while frames are worked on; none where stderr is no terminal. It is gone when the work is done.</summary>
internal static class ProgressDisplay
{
    /// <summary>Runs the work, which reports how much of <paramref name="total"/> is done and what to call it.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="total">The amount of work; null where nobody knows.</param>
    /// <param name="work">Gets the method to report with; its second argument may rename the bar.</param>
    public static T Run<T>(string title, double? total, Func<Action<double, string?>, T> work)
    {
        if (Console.IsErrorRedirected)
            return work((_, _) => { });
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                var task = context.AddTask(Markup.Escape(title), maxValue: total ?? 1);
                task.IsIndeterminate = total is null;
                return work((done, name) =>
                {
                    task.Value = total is null ? 0 : done;
                    if (name is not null)
                        task.Description = Markup.Escape(name);
                });
            });
    }
}
