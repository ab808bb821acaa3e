using System.CommandLine;

namespace Semblance.Benchmarks.Commands;

/// <summary>All commands of the program.</summary>
internal static class CommandTree
{
    public static RootCommand Create() => new RootCommand("Measures Semblance, each figure beside a rival in the same run. Ratios over 1 are in Semblance's favour.")
    {
        LoopCommand.Create(),
        UprightCommand.Create(),
        DetectCommand.Create(),
        StartCommand.Create(),
        TrainCommand.Create(),
        VideosCommand.Create(),
        LivenessCommand.Create(),
        SearchCommand.Create(),
        GalleryCommand.Create(),
        ServeLoadCommand.Create(),
    };
}
