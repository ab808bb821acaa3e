using Semblance.Cli.Output;
using Semblance.Evaluation;
using Semblance.OpenCv;

namespace Semblance.Cli.CameraTest;

/// <summary>Leads through a test: each person live, then each attack at hand. Asks on stderr, reads names from standard input; Ctrl+C, or the end of input, ends with what was collected.</summary>
/// <param name="measurement">Judges.</param>
/// <param name="from">The camera, or a clip that stands for it.</param>
/// <param name="each">How long one presentation is looked at.</param>
internal sealed class PadGuide(PadMeasurement measurement, string from, TimeSpan each)
{
    private static readonly (string Kind, string How)[] s_attacks =
    [
        ("print", "Hold a photo of the person, printed as large as a page, flat before the camera, so that the face is as large as a real one. No finger over the face; then move it a little."),
        ("phone", "Show a photo or video of the person on a phone, bright and without reflections, so close that the phone's edge is just out of the picture or near it."),
        ("tablet", "Show a photo or video of the person on a tablet or laptop, bright and without reflections, so that the face is as large as a real one."),
    ];

    private readonly List<PadPresentation> _collected = [];

    /// <summary>Runs until nobody and no attack is left.</summary>
    public async Task<IReadOnlyList<PadPresentation>> CollectAsync(CancellationToken cancellation)
    {
        try
        {
            Terminal.Note($"First everybody live, one after another: at least {PadAdvice.LeastPeople} people. Sit as you will later, look at the camera and move a little.");
            await AskAsync("live", null, "Who is next? (a name; nothing: that was everybody) ", cancellation);
            foreach (var (kind, how) in s_attacks)
            {
                Terminal.Note($"{kind}: {how}");
                await AskAsync(kind, kind, $"Whose {kind} is shown next? (a name; nothing: no more) ", cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            Terminal.Note("Stopped: what was collected so far counts.");
        }
        return _collected;
    }

    private async Task AskAsync(string word, string? attack, string question, CancellationToken cancellation)
    {
        while (true)
        {
            Console.Error.Write(question);
            // Reading from the terminal knows no cancellation by itself.
            string? name = (await Task.Run(Console.In.ReadLine, CancellationToken.None).WaitAsync(cancellation))?.Trim();
            if (name is null or "")
                return;
            using (var source = FrameSources.Open(from, cancellation))
            {
                var seen = ProgressDisplay.Run($"{name}, {word}", each.TotalSeconds, report => measurement.Stream(name, attack, source, each, time => report(time.TotalSeconds, null), cancellation));
                _collected.Add(seen);
                Terminal.Note($"  {name}, {word}: {Words.Count(seen.Frames.Count(score => score is not null), "frame", "frames")} with a face of {seen.Frames.Count} looked at.{(seen.IsUsable ? "" : " Nothing could be judged: closer, more light, one face only.")}");
            }
            var so = _collected.Where(one => one.Attack == attack && one.IsUsable).ToList();
            Terminal.Note($"  So far {word}: {Words.Count(so.Select(one => one.Subject).Distinct().Count(), "person", "people")}, {Words.Count(so.Count, "presentation", "presentations")}.");
        }
    }
}
