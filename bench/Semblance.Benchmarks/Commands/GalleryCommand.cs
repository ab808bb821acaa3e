using System.CommandLine;
using System.Diagnostics;
using Semblance.Benchmarks.Output;
using Semblance.Benchmarks.Search;
using Semblance.Storage;
using Semblance.Storage.Encryption;
using Semblance.Storage.Search;
using Semblance.Storage.Sqlite;
using Spectre.Console;

namespace Semblance.Benchmarks.Commands;

/// <summary><c>gallery</c>: what it costs to read a gallery into memory when the service starts, and how much memory it takes.</summary>
internal static class GalleryCommand
{
    private const int Dimension = 256;
    private const string Pack = "made-0123456789ab";

    private static readonly Option<int> s_people = CommonOptions.Number("--people", "Enrolled people.", 10_000, least: 1000);
    private static readonly Option<int> s_faces = CommonOptions.Number("--embeddings", "Embeddings of each.", 3, least: 1);
    private static readonly Option<string> s_folder = new("--folder") { Description = "Where the gallery is made; default: the temporary folder.", DefaultValueFactory = _ => Path.GetTempPath() };

    public static Command Create()
    {
        var command = new Command("gallery", "CPU time and memory of reading a sealed gallery into the index, as at the start of the service.") { s_people, s_faces, s_folder, CommonOptions.Json };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellation)
    {
        int people = arguments.GetValue(s_people), faces = arguments.GetValue(s_faces);
        string folder = Path.Combine(arguments.GetRequiredValue(s_folder), $"semblance-bench-{Guid.NewGuid():N}");
        try
        {
            var options = new StoreOptions(folder, MasterKeySource.File(Path.Combine(folder, "keys", "master.key")));
            await using (var store = await SqliteStore.OpenAsync(options, cancellation))
                await FillAsync(store.Gallery, people, faces, cancellation);
            await using var opened = await SqliteStore.OpenAsync(options, cancellation);
            long before = GC.GetTotalMemory(forceFullCollection: true);
            var (clock, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            using var index = new GalleryIndex(opened.Gallery, Pack) { Length = Dimension };
            int read = (await index.RefreshAsync(cancellation)).Count;
            double wall = Stopwatch.GetElapsedTime(clock).TotalSeconds, seconds = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds;
            double bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)people;
            var table = Results.Table($"A gallery of {people:N0} people with {faces} embeddings each, {MachineLoad.Text}", "", "CPU s", "passed s", "CPU µs a person", "bytes a person");
            table.AddRow("read into the index", $"{seconds:F2}", $"{wall:F2}", $"{1e6 * seconds / read:F1}", $"{bytes:F0}");
            Results.Print(arguments.GetValue(CommonOptions.Json), new { benchmark = "gallery", people = read, faces, cpuSeconds = seconds, seconds = wall, bytesPerPerson = bytes }, table);
            return ExitCode.Success;
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task FillAsync(IGallery gallery, int people, int faces, CancellationToken cancellation)
    {
        var made = new MadeRows(Dimension);
        var consent = new Consent("I agree.", KeepPhotos: false, DateTimeOffset.UnixEpoch, "benchmark");
        var quality = new FaceQuality(120, 0.25, 0.5, 120, 40, Pose: new HeadPose(1, 2, 3));
        foreach (int[] portion in Enumerable.Range(0, people).Chunk(500))
        {
            await gallery.ExclusiveAsync(
                exclusive =>
                {
                    foreach (int number in portion)
                    {
                        NewFace[] looks = [.. Enumerable.Range(0, faces).Select(_ => new NewFace(new Embedding(Pack, made.Direction()), quality, "straight", null))];
                        exclusive.Add(new NewPerson(PersonName.Parse($"person {number}"), consent, looks));
                    }
                    return true;
                },
                cancellation);
        }
    }
}
