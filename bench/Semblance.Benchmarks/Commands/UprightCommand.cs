using System.CommandLine;
using Semblance.Benchmarks.Output;
using Semblance.Benchmarks.Quality;
using Spectre.Console;

namespace Semblance.Benchmarks.Commands;

/// <summary><c>upright</c>: photos as they are and turned by 90, 180 and 270 degrees: how many are turned back, and how many faces are read that do not stand upright.</summary>
internal static class UprightCommand
{
    private static readonly Option<string> s_images = new("--images") { Description = "A folder of upright photos, with folders in it.", Required = true };
    private static readonly Option<int> s_every = CommonOptions.Number("--every", "Take every so many-th photo.", 1, least: 1);

    public static Command Create()
    {
        var command = new Command("upright", "How many turned photos are turned back, and how many upright ones are left alone.") { CommonOptions.Pack, s_images, s_every, CommonOptions.Json };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult arguments)
    {
        using var engine = ModelPack.Load(arguments.GetRequiredValue(CommonOptions.Pack)).Start();
        var pipeline = engine.CreatePipeline(engine.Pack.Quality.Verification);
        string folder = arguments.GetRequiredValue(s_images);
        int every = arguments.GetValue(s_every);
        TurnedPhotos[] results = [new(0), new(90), new(180), new(270)];
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Where((_, i) => i % every == 0))
        {
            var photo = PhotoReader.Read(file);
            foreach (var result in results)
                result.Add(photo, engine, pipeline);
        }
        var table = Results.Table($"{engine.Pack.Id}, {folder}", "turned by", "photos", "turned back", "cannot be told", "turned wrongly", "then read", "then refused", "read, not upright", "read as they came", "ms CPU");
        foreach (var r in results)
            table.AddRow($"{r.Degrees}", $"{r.Photos}", $"{r.Right}", $"{r.Unknown}", $"{r.Wrong}", $"{r.Read}", $"{r.Refused}", $"{r.ReadTurned}", $"{r.ReadAsTheyCame}", $"{r.Time.TotalMilliseconds / r.Photos:F1}");
        Results.Print(arguments.GetValue(CommonOptions.Json), new { benchmark = "upright", pack = engine.Pack.Id, folder, results }, table, "Read as they came: without turning the photo; of upright photos that is how many are read at all.");
        return ExitCode.Success;
    }
}
