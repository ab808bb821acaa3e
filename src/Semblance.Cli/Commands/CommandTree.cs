using System.CommandLine;

namespace Semblance.Cli.Commands;

/// <summary>All commands of the program.</summary>
internal static class CommandTree
{
    public static RootCommand Create() => new RootCommand("Is this face the person it claims to be? Everything runs on this machine. Exit codes: 0 yes or done, 1 every other outcome, 2 bad input or usage, 3 something is missing here (model, camera, display).")
    {
        DetectCommand.Create(),
        CompareCommand.Create(),
        EnrollCommand.Create(),
        VerifyCommand.Create(),
        IdentifyCommand.Create(),
        LivenessCommand.Create(),
        PadTestCommand.Create(),
        WatchCommand.Create(),
        EvaluateCommand.Create(),
        CalibrateCommand.Create(),
        PeopleCommand.Create(),
        GalleryCommand.Create(),
        AuditCommand.Create(),
        KeysCommand.Create(),
        LoginCommand.Create(),
        PacksCommand.Create(),
        ServeCommand.Create(),
    };
}
