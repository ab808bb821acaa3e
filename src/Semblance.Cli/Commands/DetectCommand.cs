using System.CommandLine;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Detection;
using Semblance.Imaging;
using Semblance.Packs;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance detect IMG...</c>: finds faces, and draws them into copies.</summary>
internal static class DetectCommand
{
    private static readonly Argument<string[]> s_images = new("IMG") { Description = "Photos: JPEG, PNG, WebP, BMP, GIF or PGM; with ffmpeg TIFF, HEIC and AVIF; - for standard input.", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string?> s_out = new("--out") { Description = "Draw boxes into copies (PNG) in this folder.", HelpName = "FOLDER" };

    private static readonly Option<bool> s_haar = new("--haar") { Description = "Use OpenCV's Haar cascade, as the lesson does, and no pack." };

    public static Command Create() => new ExampledCommand(
        "detect",
        "Find the faces in photos.",
        "semblance detect party.jpg",
        "semblance detect *.jpg --out boxes --json")
    {
        s_images, s_out, s_haar, CommonOptions.Pack, CommonOptions.Cascade, CommonOptions.Json,
    }.Runs(Run);

    private static int Run(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        var files = arguments.GetRequiredValue(s_images);
        var copies = arguments.GetValue(s_out) is { } folder ? new Copies(folder) : null;
        using var detector = CreateDetector(arguments, out var upright, out var heads);
        using var check = upright;
        int code = ExitCode.Success;
        foreach (string file in files)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var photo = PhotoReader.Read(file);
                var turned = upright?.TurnUpright(photo) ?? new UprightPhoto(photo, Turn.Unknown);
                photo = turned.Photo;
                var faces = FaceSelection.OnePerHead(detector.Detect(photo), heads);
                Show(terminal, file, turned.Degrees, faces);
                copies?.Save(file, photo, faces);
            }
            catch (PhotoException e)
            {
                // One bad photo does not cost the answers for the others; the exit code tells.
                Terminal.Note($"semblance: {e.Message}");
                terminal.Document(new { file, error = new CommandError(ExitCode.BadInput, CommandError.Input, e.Message) });
                code = ExitCode.BadInput;
            }
        }
        return code;
    }

    // A cascade finds upright faces only, and says nothing of others.
    private static IFaceDetector CreateDetector(ParseResult arguments, out UprightCheck? upright, out HeadOptions? heads)
    {
        string? cascade = arguments.GetValue(CommonOptions.Cascade);
        (upright, heads) = (null, null);
        if (arguments.GetValue(s_haar))
            return Engine.CreateHaar(new HaarDetectorEntry(), cascade);
        var pack = PackLocator.Load(arguments.GetValue(CommonOptions.Pack));
        var detector = Engine.CreateDetector(pack, cascade);
        try
        {
            (upright, heads) = (pack.CreateUprightCheck(), pack.Detection.Heads);
        }
        catch
        {
            detector.Dispose();
            throw;
        }
        return detector;
    }

    // Boxes are those of the upright picture.
    private static void Show(Terminal terminal, string file, int turned, IReadOnlyList<Face> faces)
    {
        terminal.Document(new { file, turned, faces = faces.Select(ToJson) });
        if (terminal.IsJson)
            return;
        terminal.Say($"{file}: {faces.Count switch { 0 => "no face", 1 => "1 face", var n => $"{n} faces" }}{(turned == 0 ? "" : $", turned clockwise by {turned} degrees")}");
        foreach (var face in faces)
            terminal.Say($"  {face.Box.Width:0} x {face.Box.Height:0} at ({face.Box.X:0}, {face.Box.Y:0}), score {face.Score:0.##}");
    }

    private static object ToJson(Face face) => new
    {
        box = ToJson(face.Box),
        score = face.Score,
        landmarks = face.Landmarks?.ToList().Select(point => new[] { point.X, point.Y }),
    };

    internal static float[] ToJson(Box box) => [box.X, box.Y, box.Width, box.Height];

    /// <summary>The folder of copies with boxes; two photos of one name do not overwrite each other.</summary>
    private sealed class Copies
    {
        private readonly string _folder;
        private readonly HashSet<string> _written = new(StringComparer.OrdinalIgnoreCase);

        public Copies(string folder)
        {
            if (File.Exists(folder))
                throw new UsageException($"--out {folder}: this is a file, not a folder.");
            Directory.CreateDirectory(folder);
            _folder = folder;
        }

        public void Save(string file, Photo photo, IReadOnlyList<Face> faces)
        {
            string stem = Path.GetFileNameWithoutExtension(file), name = stem;
            for (int i = 2; !_written.Add(name); i++)
                name = $"{stem}-{i}";
            photo.Draw(faces.Select(face => new PaintedBox(face.Box, BoxColour.Orange))).Save(Path.Combine(_folder, name + ".png"));
        }
    }
}
