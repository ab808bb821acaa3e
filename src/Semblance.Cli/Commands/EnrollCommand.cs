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

    private static readonly Option<int> s_faces = CreateFaces();

    public static Command Create() => new ExampledCommand(
        "enroll",
        "Store the best face of a source (sharp, frontal, large) under a name; exit code 1 where none is good enough.",
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

        var selection = new Selection(arguments.GetValue(s_faces));
        ProgressDisplay.Run($"Looking at {feed.Name}", feed.Total, report =>
        {
            foreach (var frame in feed.Read(report, cancellation))
                selection.Add(frame, pipeline.ReadMain(frame.Photo));
            return selection;
        });

        if (feed.IsPhotos && selection.NotTaken.Count <= MostPhotosNamed)
        {
            foreach (var (file, reasons) in selection.NotTaken)
                Terminal.Note($"{file}: {string.Join(" ", reasons)}");
        }
        if (selection.Best.Count > 0)
            gallery.Save(selection.ToTemplate(name, engine.Pack.Id), selection.Best[0].TrueImage, replace);
        Show(terminal, name, engine.Pack.Id, feed, selection);
        return selection.Best.Count > 0 ? ExitCode.Success : ExitCode.OtherOutcome;
    }

    private static void Show(Terminal terminal, PersonName name, string pack, FrameFeed feed, Selection selection)
    {
        var refused = selection.Tally.Commonest();
        terminal.Document(new
        {
            enrolled = selection.Best.Count > 0,
            outcome = selection.Best.Count > 0 ? (Outcome?)null : refused.Outcome,
            person = name.Value,
            pack,
            frames = feed.Count,
            usable = selection.Usable,
            taken = selection.Best.Select(taken => new { taken.Name, taken.Frame, seconds = Math.Round(taken.Seconds, 3), taken.Reading.Quality }),
            notTaken = selection.Tally.Reasons.Select(reason => new { reason.Reason, reason.Count }),
        });
        string unit = feed.IsPhotos ? "photo" : "frame";
        if (selection.Best.Count > 0)
        {
            terminal.Say($"Enrolled {name} from {Words.Count(selection.Best.Count, unit, unit + "s")} of {feed.Count}: the best of {selection.Usable} good enough.");
            var best = selection.Best[0];
            terminal.Say($"  Best: {(feed.IsPhotos ? best.Name : $"frame {best.Frame} at {best.Seconds:0.0} s")}, {Describe(best.Reading.Quality)}");
        }
        else
        {
            terminal.Say($"{refused.Outcome}: {name} is not enrolled; of {Words.Count(feed.Count, unit, unit + "s")} none was good enough.");
        }
        foreach (var (reason, count) in selection.Tally.Reasons)
            terminal.Say($"  Not taken, {Words.Count(count, unit, unit + "s")}: {reason}");
    }

    private static string Describe(FaceQuality quality) =>
        $"{quality.Side:0} pixels wide, sharpness {quality.Sharpness:0.00}, symmetry {quality.Symmetry:0.00}, brightness {quality.Brightness:0}";

    private static Option<int> CreateFaces()
    {
        var option = new Option<int>("--faces")
        {
            Description = "How many of the best faces to store; scores are the mean over them.",
            HelpName = "NUMBER",
            DefaultValueFactory = _ => 1,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out int number) && number is < 1 or > 20)
                result.AddError("--faces must lie between 1 and 20.");
        });
        return option;
    }

    /// <summary>A face that may be stored.</summary>
    private sealed record Candidate(string Name, int Frame, double Seconds, Photo TrueImage, FaceReading.Usable Reading);

    /// <summary>The best faces so far, the best first, and why the others were not taken.</summary>
    private sealed class Selection(int size)
    {
        public List<Candidate> Best { get; } = [];

        public int Usable { get; private set; }

        public UnusableTally Tally { get; } = new();

        public List<(string File, IReadOnlyList<string> Reasons)> NotTaken { get; } = [];

        public void Add(Frame frame, FaceReading reading)
        {
            if (reading is FaceReading.Unusable unusable)
            {
                Tally.Add(unusable);
                NotTaken.Add((frame.Name, unusable.Reasons));
                return;
            }
            var usable = (FaceReading.Usable)reading;
            Usable++;
            int place = Best.FindIndex(candidate => candidate.Reading.Quality.Rank() < usable.Quality.Rank());
            if (place < 0 && Best.Count == size)
                return;
            Best.Insert(place < 0 ? Best.Count : place, new Candidate(frame.Name, frame.Index, frame.Time.TotalSeconds, TrueImage(frame.Photo, usable.Face), usable));
            if (Best.Count > size)
                Best.RemoveAt(size);
        }

        public Template ToTemplate(PersonName name, string pack) => new(
            name.Value, pack, [.. Best.Select(taken => taken.Reading.Embedding)], [.. Best.Select(taken => taken.Reading.Quality)], DateTimeOffset.UtcNow);

        // The face with a margin of a quarter on each side, as far as the photo goes: enough to find it again, and no more of the scene.
        private static Photo TrueImage(Photo photo, Face face)
        {
            var box = face.Box;
            int left = (int)Math.Max(0, box.X - box.Width / 4), top = (int)Math.Max(0, box.Y - box.Height / 4);
            int right = (int)Math.Min(photo.Width, box.X + 1.25f * box.Width), bottom = (int)Math.Min(photo.Height, box.Y + 1.25f * box.Height);
            return photo.Crop(left, top, right - left, bottom - top);
        }
    }
}
