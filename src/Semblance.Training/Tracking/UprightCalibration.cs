using System.Globalization;
using Semblance.Detection;
using Semblance.Evaluation;
using Semblance.Imaging;
using Semblance.Training.Data;
using Semblance.Training.Liveness;

namespace Semblance.Training.Tracking;

/// <summary>A photo of an upright face, turned.</summary>
/// <param name="Person">Whom it shows.</param>
/// <param name="Degrees">How it was turned, clockwise: 0, 90, 180 or 270.</param>
/// <param name="Face">Scores of the face that is found in it as it lies, in four turns; null where none is.</param>
/// <param name="Photo">The best scores of the whole photo in four turns.</param>
internal sealed record UprightTrial(string Person, int Degrees, float[]? Face, float[] Photo)
{
    /// <summary>How it must be turned to stand upright.</summary>
    public Turn Right => (Turn)((360 - Degrees) % 360);
}

/// <summary>Limits of the check whether a face stands upright, from photos of LFW's development set as they are and turned.</summary>
internal static class UprightCalibration
{
    private const string Chosen = "Chosen: with squares of this side four looks take about 2 ms, and sureScore saves the time for three turns of a photo that hardly any turn could beat.";

    /// <summary>Looks at photos, one of each person, in four turns each.</summary>
    /// <param name="data">The folder with <c>lfw-dev</c>.</param>
    /// <param name="engine">The pack that runs; its detector gives landmarks.</param>
    /// <param name="count">How many photos.</param>
    /// <param name="report">Told how many of how many are done.</param>
    /// <exception cref="DataException">There are no such photos, or the pack's detector finds upright faces only.</exception>
    public static IReadOnlyList<UprightTrial> Look(string data, FaceEngine engine, int count, Action<int, int> report)
    {
        var check = engine.Upright ?? throw new DataException($"The pack {engine.Pack.Manifest.Name} finds upright faces only, so there is nothing to derive.");
        string list = Path.Combine(data, "lfw-dev", "pairs.csv");
        if (!File.Exists(list))
            throw new DataException($"{list} is missing: --data takes the folder with lfw-dev.");
        var photos = PairList.Read(list, Path.Combine(data, "lfw-dev", "images")).Pairs.Select(pair => pair.A).DistinctBy(Person).Take(count).ToList();
        var trials = new List<UprightTrial>();
        foreach (var (done, file) in photos.Index())
        {
            report(done, photos.Count);
            var photo = PhotoReader.Read(file);
            foreach (int degrees in (int[])[0, 90, 180, 270])
            {
                var turned = photo.Rotate(degrees);
                var found = FaceSelection.MostCentral(engine.Detector.Detect(turned), turned.Width, turned.Height, engine.Pack.Detection.Heads);
                trials.Add(new UprightTrial(Person(file), degrees, found is FaceSelection.Main main ? check.Scores(turned, main.Face) : null, check.Scores(turned)));
            }
        }
        return trials;

        static string Person(string file) => Path.GetFileName(Path.GetDirectoryName(file))!;
    }

    /// <summary>Derives those limits on which an answer hangs alone; the others are kept.</summary>
    /// <param name="trials">What was seen.</param>
    /// <param name="before">The limits to begin with.</param>
    /// <param name="origin">The photos and the command, for the evidence.</param>
    /// <param name="say">Told of every limit.</param>
    public static UprightOptions Derive(IReadOnlyList<UprightTrial> trials, UprightOptions before, string origin, Action<string> say)
    {
        var search = new LimitSearch<UprightOptions>(before, limits => Errors(trials, limits), origin, say);
        var (upright, turned) = (trials.Where(trial => trial.Degrees == 0).ToList(), trials.Where(trial => trial.Degrees != 0).ToList());
        search.Try("leastScore", before.LeastScore,
            PersonMargin.Above(turned.Where(trial => trial.Face is not null && IsBestAsItLies(trial.Face)).Select(trial => (trial.Person, (double)trial.Face![0]))),
            value => search.Options with { LeastScore = (float)Math.Min(value, 1) }, "over the score of any turned face that no turn beats");
        search.Try("margin", before.Margin,
            PersonMargin.Above(upright.Where(trial => trial.Face is not null && trial.Face.Max() >= search.Options.LeastScore && !IsBestAsItLies(trial.Face)).Select(trial => (trial.Person, Lead(trial.Face!)))),
            value => search.Options with { Margin = (float)Math.Min(value, 1) }, "over what any turn of an upright face leads by");
        search.Try("marginOfPhoto", before.MarginOfPhoto,
            PersonMargin.Above(upright.Where(trial => trial.Photo.Max() >= search.Options.LeastScoreOfPhoto && !IsBestAsItLies(trial.Photo)).Select(trial => (trial.Person, Lead(trial.Photo)))),
            value => search.Options with { MarginOfPhoto = (float)Math.Min(value, 1) }, "over what any turn of an upright photo leads by");
        search.Try("leastScoreOfPhoto", before.LeastScoreOfPhoto,
            PersonMargin.Above(upright.Where(trial => Lead(trial.Photo) >= search.Options.MarginOfPhoto && !IsBestAsItLies(trial.Photo)).Select(trial => (trial.Person, (double)trial.Photo.Max()))),
            value => search.Options with { LeastScoreOfPhoto = (float)Math.Min(value, 1) }, "over the score of any turn of an upright photo that leads by the margin");
        var errors = Errors(trials, search.Options);
        string result = string.Create(CultureInfo.InvariantCulture,
            $"With these limits, of {upright.Count(trial => trial.Face is not null)} upright faces {errors[0]} are refused and {errors[1]} taken for turned, of {turned.Count(trial => trial.Face is not null)} turned ones {errors[2]} are taken for upright; of {upright.Count} upright photos {errors[4]} are turned, of {turned.Count} turned ones {errors[5]} are not turned back.");
        say($"upright: {result}");
        return search.Options with { Evidence = new Dictionary<string, string>(search.Evidence) { ["all"] = $"{Chosen} {result} {origin}" } };
    }

    /// <summary>Upright faces refused, and taken for turned; turned ones taken for upright, and told a wrong turn; upright photos turned; turned photos not turned back, and turned wrongly.</summary>
    internal static IReadOnlyList<int> Errors(IReadOnlyList<UprightTrial> trials, UprightOptions limits)
    {
        var faces = trials.Where(trial => trial.Face is not null).Select(trial => (trial.Degrees, trial.Right, Said: UprightCheck.Judge(trial.Face!, limits))).ToList();
        var photos = trials.Select(trial => (trial.Degrees, trial.Right, Said: UprightCheck.JudgePhoto(trial.Photo, limits))).ToList();
        return
        [
            faces.Count(face => face.Degrees == 0 && face.Said != Turn.None),
            faces.Count(face => face.Degrees == 0 && face.Said is not (Turn.None or Turn.Unknown)),
            faces.Count(face => face.Degrees != 0 && face.Said == Turn.None),
            faces.Count(face => face.Degrees != 0 && face.Said is not (Turn.None or Turn.Unknown) && face.Said != face.Right),
            photos.Count(photo => photo.Degrees == 0 && photo.Said is not (Turn.None or Turn.Unknown)),
            photos.Count(photo => photo.Degrees != 0 && photo.Said != photo.Right),
            photos.Count(photo => photo.Degrees != 0 && photo.Said is not (Turn.None or Turn.Unknown) && photo.Said != photo.Right),
        ];
    }

    private static bool IsBestAsItLies(float[] scores) => scores[0] == scores.Max();

    private static double Lead(float[] scores) => scores.Max() - scores[0];
}
