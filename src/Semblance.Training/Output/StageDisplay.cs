using Spectre.Console;

namespace Semblance.Training.Output;

/// <summary>Shows a stage of known length on stderr: a progress bar on a terminal, otherwise a line at its begin.</summary>
internal static class StageDisplay
{
    /// <summary>Runs a stage that reports how much of how much is done.</summary>
    public static T Run<T>(string title, Func<Action<int, int>, T> stage)
    {
        if (Console.IsErrorRedirected)
        {
            Console.Error.WriteLine($"{title} ...");
            return stage((_, _) => { });
        }
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().Start(context =>
        {
            var task = context.AddTask(Markup.Escape(title));
            return stage((done, of) => (task.MaxValue, task.Value) = (of, done));
        });
    }

    /// <summary>Runs a stage of unknown length that says what it is at.</summary>
    public static T Tell<T>(string title, Func<Action<string>, T> stage)
    {
        if (Console.IsErrorRedirected)
        {
            Console.Error.WriteLine($"{title} ...");
            return stage(_ => { });
        }
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Status().Start(Markup.Escape(title), context => stage(now => context.Status(Markup.Escape($"{title}: {now}"))));
    }
}
