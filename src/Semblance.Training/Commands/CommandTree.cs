using System.CommandLine;

namespace Semblance.Training.Commands;

/// <summary>All commands of the program.</summary>
internal static class CommandTree
{
    public static RootCommand Create() => new RootCommand("Trains the networks of Semblance and measures them.")
    {
        SiameseCommand.Create(),
        DetectorCommand.Create(),
        LandmarksCommand.Create(),
        AskTeacherCommand.Create(),
        EmbedderCommand.Create(),
        SpoofCommand.Create(),
        PackCommand.Create(),
        AddSpoofCommand.Create(),
        CalibrateCommand.Create(),
        CalibrateQualityCommand.Create(),
        CalibrateLivenessCommand.Create(),
        CalibrateTrackingCommand.Create(),
        EvaluateAttCommand.Create(),
        EvaluateDetectorCommand.Create(),
        EvaluateEmbedderCommand.Create(),
        EvaluateLivenessCommand.Create(),
    };
}
