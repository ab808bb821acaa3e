using System.CommandLine;
using Semblance.Numbers;
using Semblance.OpenCv;

namespace Semblance.Cli.Setup;

/// <summary>Options and arguments that several commands share.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Print JSON on stdout and nothing else there." };

    public static Option<string?> Pack { get; } = new("--pack")
    {
        Description = "The model pack: a folder, or the name of an installed pack. Default: SEMBLANCE_PACK, else builtin.",
        HelpName = "PATH",
    };

    public static Option<string?> Cascade { get; } = new("--cascade")
    {
        Description = "The Haar cascade's XML file. Default: SEMBLANCE_HAAR_CASCADE, else where opencv-data puts it.",
        HelpName = "FILE",
    };

    public static Option<double?> Fmr { get; } = NumberOption.Optional<double>("--fmr", "Decide at this false match rate, for example 0.001. Refused where the pack's calibration does not carry it.", Limits.Rate);

    public static Option<double?> Seconds { get; } = NumberOption.Optional<double>(
        "--seconds", "Stop after this many seconds of the source. Default: 10 for cameras and streams, no limit for files; verify stops after 5 with a face.", Limits.Within(0, 1_000_000));

    public static Option<string> From { get; } = new("--from")
    {
        Description = $"Where the frames come from: {FrameSources.AcceptedForms}.",
        HelpName = "SOURCE",
        Required = true,
    };

    public static Option<ClipPosition?> FromTime { get; } = Position("--from-time", "Begin here: seconds (4.5) or a share of the clip (33%).");

    public static Option<ClipPosition?> ToTime { get; } = Position("--to-time", "End before here: seconds (4.5) or a share of the clip (33%).");

    /// <summary>How the pictures are turned.</summary>
    public static Option<string?> Rotate { get; } = CreateRotate();

    /// <summary>How long a stream that broke off is waited for.</summary>
    public static Option<double?> Reconnect { get; } = NumberOption.Optional<double>("--reconnect", "How many seconds a camera or stream that broke off is tried again, with growing pauses. Default: 120.", Limits.From(0));

    /// <summary>Of commands over cameras and clips.</summary>
    public static Option<string> Liveness { get; } = Policy(
        "--liveness", "Whether a live person must be seen, by which policy; off lets a photo pass.", LivenessPolicy.Passive, ["on", .. LivenessPolicy.All.Select(policy => policy.Name)]);

    /// <summary>Whose limits of texture hold.</summary>
    public static Option<string?> Camera { get; } = new("--camera")
    {
        Description = "Judge texture by the profile of this camera, which semblance pad-test --write makes. Default: the profile named as --from, where there is one.",
        HelpName = "NAME",
    };

    public static Option<bool> Window { get; } = new("--window") { Description = "Show the camera, and what to do, in a window; q or Esc ends." };

    public static Argument<string> Person { get; } = new("NAME") { Description = "The person's name in the gallery." };

    /// <summary>An option that takes a policy of liveness.</summary>
    public static Option<string> Policy(string name, string description, LivenessPolicy standard, params string[] values)
    {
        var option = new Option<string>(name)
        {
            Description = $"{description} passive (or on) looks at texture and motion; challenge asks for head turns too; challenge+light needs --window and flashes colours.",
            HelpName = string.Join('|', values),
            DefaultValueFactory = _ => standard.Name,
        };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    /// <summary>The policy that the command line asks for.</summary>
    public static LivenessPolicy PolicyOf(ParseResult arguments, Option<string> option)
    {
        string name = arguments.GetRequiredValue(option);
        return name == "on" ? LivenessPolicy.Passive : LivenessPolicy.Find(name)!;
    }

    private static Option<string?> CreateRotate()
    {
        var option = new Option<string?>("--rotate")
        {
            Description = "Turn the pictures clockwise by so many degrees. Default: auto, by the face where the file itself does not say it.",
            HelpName = "auto|0|90|180|270",
        };
        option.AcceptOnlyFromAmong("auto", "0", "90", "180", "270");
        return option;
    }

    private static Option<ClipPosition?> Position(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            if (ClipPosition.TryParse(text, out var position))
                return position;
            result.AddError($"{name} {text}: give seconds, such as 4.5, or a share of the clip, such as 33%.");
            return null;
        },
    };
}
