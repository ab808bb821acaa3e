namespace Semblance.Recognition;

/// <summary>Answers 1:1 questions: are these two photos of one person, is this face the person it claims to be. As thread-safe as its pipeline.</summary>
internal sealed class FaceVerifier
{
    private readonly FacePipeline _pipeline;

    /// <summary>Binds a pipeline to the comparator and threshold of its pack.</summary>
    /// <param name="pipeline">Reads the faces.</param>
    /// <param name="comparator">The pack's comparator.</param>
    /// <param name="threshold">The threshold that decides.</param>
    /// <exception cref="ArgumentException">The threshold belongs to another model.</exception>
    public FaceVerifier(FacePipeline pipeline, Comparator comparator, Threshold threshold)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(comparator);
        ArgumentNullException.ThrowIfNull(threshold);
        if (threshold.ModelId != pipeline.ModelId)
            throw new ArgumentException($"The threshold belongs to {threshold.ModelId}, the embedder is {pipeline.ModelId}.", nameof(threshold));
        (_pipeline, Comparator, Threshold) = (pipeline, comparator, threshold);
    }

    /// <summary>The pack's comparator.</summary>
    public Comparator Comparator { get; }

    /// <summary>The threshold that decides.</summary>
    public Threshold Threshold { get; }

    /// <summary>Compares the main faces of two photos, each turned upright first (<see cref="FacePipeline.ReadPhoto"/>).</summary>
    public Decision Compare(Photo first, Photo second)
    {
        var readings = (_pipeline.ReadPhoto(first), _pipeline.ReadPhoto(second));
        return readings switch
        {
            (FaceReading.Usable a, FaceReading.Usable b) => Decide(Comparator.Compare(a.Embedding, b.Embedding)),
            (FaceReading.Unusable a, _) => Decision.Without(a.Outcome, [.. a.Reasons.Select(reason => $"First photo: {reason}")]),
            (_, FaceReading.Unusable b) => Decision.Without(b.Outcome, [.. b.Reasons.Select(reason => $"Second photo: {reason}")]),
            _ => throw new InvalidOperationException("A reading is usable or unusable."),
        };
    }

    /// <summary>Compares one reading with a template.</summary>
    /// <exception cref="InvalidOperationException">The template was made by another model.</exception>
    public Decision Verify(FaceReading reading, Template template)
    {
        ArgumentNullException.ThrowIfNull(template);
        return reading switch
        {
            FaceReading.Usable usable => Decide(template.Score(Comparator, usable.Embedding)),
            FaceReading.Unusable unusable => unusable.ToDecision(),
            _ => throw new ArgumentNullException(nameof(reading)),
        };
    }

    /// <summary>
    /// Verifies photos that are no sequence, such as those of a folder: the mean score of all usable ones decides. Without any, the
    /// answer is what was wrong most often.
    /// </summary>
    /// <exception cref="InvalidOperationException">The template was made by another model.</exception>
    public Decision VerifyPhotos(IEnumerable<Photo> photos, Template template)
    {
        ArgumentNullException.ThrowIfNull(photos);
        ArgumentNullException.ThrowIfNull(template);
        var scores = new List<double>();
        var unusable = new UnusableTally();
        foreach (var photo in photos)
        {
            var reading = _pipeline.ReadPhoto(photo);
            if (reading is FaceReading.Usable usable)
                scores.Add(template.Score(Comparator, usable.Embedding));
            else
                unusable.Add((FaceReading.Unusable)reading);
        }
        return scores.Count > 0 ? Decide(scores.Average()) : unusable.Commonest();
    }

    private Decision Decide(double score) => new(Comparator.Reaches(score, Threshold.Score) ? Outcome.Match : Outcome.NoMatch, score, []);
}
