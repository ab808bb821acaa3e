using System.CommandLine;
using Semblance.Cli.Gallery;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Detection;
using Semblance.Imaging;
using Semblance.Recognition;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance enroll NAME --from SOURCE</c>: takes the best faces of a source and stores them under a name.</summary>
internal static class EnrollCommand
{
    private const int MostPhotosNamed = 20;

    private static readonly Option<bool> s_replace = new("--replace") { Description = "Replace what is stored under this name." };

    private static readonly Option<int?> s_faces = CreateFaces();

    public static Command Create() => new ExampledCommand(
        "enroll",
        "Store good and different faces of a source (sharp, frontal, large) under a name; exit code 1 where none is good enough.",
        "semblance enroll anna --from camera:0",
        "semblance enroll anna --from clip.mp4 --to-time 33%",
        "semblance enroll anna --from photos/ --replace")
    {
        CommonOptions.Person, CommonOptions.From, CommonOptions.FromTime, CommonOptions.ToTime, CommonOptions.Seconds,
        s_faces, s_replace, CommonOptions.Pack, CommonOptions.Cascade, CommonOptions.Json,
    }.Runs(Run);

    private static int Run(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var name = PersonName.Parse(arguments.GetRequiredValue(CommonOptions.Person));
        var gallery = CommonOptions.OpenGallery();
        bool replace = arguments.GetValue(s_replace);
        if (gallery.Has(name) && !replace)
            throw FolderGallery.Taken(name);
        using var engine = Engine.Start(arguments);
        using var feed = FrameFeed.Open(arguments, cancellation);
        var pipeline = engine.CreatePipeline(QualityPolicy.Enrolment);

        int most = arguments.GetValue(s_faces) ?? (engine.Pack.Manifest.Alignment == "fivePoint" ? 5 : 1);
        var seen = new Seen(new EnrolmentSelection(engine.Pack.Comparator, engine.ThresholdFor(null)));
        ProgressDisplay.Run($"Looking at {feed.Name}", feed.Total, report =>
        {
            foreach (var frame in feed.Read(report, cancellation))
                seen.Add(frame, pipeline.ReadMain(frame.Photo));
            return seen;
        });
        var choice = seen.Selection.Choose(most);

        if (feed.IsPhotos && seen.Refused.Count <= MostPhotosNamed)
        {
            foreach (var (file, reasons) in seen.Refused)
                Terminal.Note($"{file}: {string.Join(" ", reasons)}");
        }
        if (choice.Taken.Count > 0)
        {
            gallery.Save(
                new Template(name.Value, engine.Pack.Id, [.. choice.Taken.Select(face => face.Embedding)], [.. choice.Taken.Select(face => face.Quality)], DateTimeOffset.UtcNow),
                seen.TrueImage!,
                replace);
        }
        Show(terminal, name, engine.Pack.Id, feed, seen, choice);
        return choice.Taken.Count > 0 ? ExitCode.Success : ExitCode.OtherOutcome;
    }

    private static void Show(Terminal terminal, PersonName name, string pack, FrameFeed feed, Seen seen, EnrolmentChoice choice)
    {
        var refused = seen.Tally.Commonest();
        var notTaken = choice.NotTaken.Concat(seen.Tally.Reasons).OrderByDescending(reason => reason.Count).ToList();
        terminal.Document(new
        {
            enrolled = choice.Taken.Count > 0,
            outcome = choice.Taken.Count > 0 ? (Outcome?)null : refused.Outcome,
            person = name.Value,
            pack,
            frames = feed.Count,
            usable = seen.Selection.Count,
            taken = choice.Taken.Select(taken => new { name = taken.Source, taken.Frame, seconds = Math.Round(taken.Seconds, 3), taken.Quality }),
            notTaken = notTaken.Select(reason => new { reason.Reason, reason.Count }),
        });
        string unit = feed.IsPhotos ? "photo" : "frame";
        if (choice.Taken.Count > 0)
        {
            terminal.Say($"Enrolled {name} from {Words.Count(choice.Taken.Count, unit, unit + "s")} of {feed.Count}; {seen.Selection.Count} were good enough.");
            var best = choice.Taken[0];
            terminal.Say($"  Best: {(feed.IsPhotos ? best.Source : $"frame {best.Frame} at {best.Seconds:0.0} s")}, {Describe(best.Quality)}");
        }
        else
        {
            terminal.Say($"{refused.Outcome}: {name} is not enrolled; of {Words.Count(feed.Count, unit, unit + "s")} none was good enough.");
        }
        foreach (var (reason, count) in notTaken)
            terminal.Say($"  Not taken, {Words.Count(count, unit, unit + "s")}: {reason}");
    }

    private static string Describe(FaceQuality quality) =>
        $"{quality.Side:0} pixels wide, sharpness {quality.Sharpness:0.00}, "
        + (quality.Pose is { } pose ? $"turned {Math.Abs(pose.Yaw):0}°, {(pose.Pitch < 0 ? "lowered" : "raised")} {Math.Abs(pose.Pitch):0}°" : $"symmetry {quality.Symmetry:0.00}") + $", brightness {quality.Brightness:0}";

    private static Option<int?> CreateFaces()
    {
        var option = new Option<int?>("--faces")
        {
            Description = "How many faces to store at most, good and different ones; scores are the mean over them. Default: 5 with a pack that aligns by landmarks, else 1.",
            HelpName = "NUMBER",
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out int number) && number is < 1 or > 20)
                result.AddError("--faces must lie between 1 and 20.");
        });
        return option;
    }

    /// <summary>What was seen so far: good faces, and why the others were not good enough.</summary>
    private sealed class Seen(EnrolmentSelection selection)
    {
        public EnrolmentSelection Selection => selection;

        public Photo? TrueImage { get; private set; }

        public UnusableTally Tally { get; } = new();

        public List<(string File, IReadOnlyList<string> Reasons)> Refused { get; } = [];

        public void Add(Frame frame, FaceReading reading)
        {
            if (reading is FaceReading.Unusable unusable)
            {
                Tally.Add(unusable);
                Refused.Add((frame.Name, unusable.Reasons));
                return;
            }
            var usable = (FaceReading.Usable)reading;
            if (selection.Add(new EnrolmentCandidate(frame.Name, frame.Index, frame.Time.TotalSeconds, usable.Quality, usable.Embedding)))
                TrueImage = Cut(frame.Photo, usable.Face);
        }

        // The face with a margin of a quarter on each side, as far as the photo goes: enough to find it again, and no more of the scene.
        private static Photo Cut(Photo photo, Face face)
        {
            var box = face.Box;
            int left = (int)Math.Max(0, box.X - box.Width / 4), top = (int)Math.Max(0, box.Y - box.Height / 4);
            int right = (int)Math.Min(photo.Width, box.X + 1.25f * box.Width), bottom = (int)Math.Min(photo.Height, box.Y + 1.25f * box.Height);
            return photo.Crop(left, top, right - left, bottom - top);
        }
    }
}
