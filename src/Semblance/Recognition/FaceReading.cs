using Semblance.Recognition;

namespace Semblance;

/// <summary>What a photo gives for one face: something to compare, or the outcome that says why not. A closed set: <see cref="Usable"/> or <see cref="Unusable"/>.</summary>
public abstract record FaceReading
{
    private FaceReading()
    {
    }

    /// <summary>A face that can be compared.</summary>
    /// <param name="Face">Where it is.</param>
    /// <param name="Aligned">The aligned face as the embedder saw it.</param>
    /// <param name="Quality">Its measures.</param>
    /// <param name="Embedding">Its embedding.</param>
    public sealed record Usable(Face Face, Photo Aligned, FaceQuality Quality, Embedding Embedding) : FaceReading;

    /// <summary>Nothing to compare.</summary>
    /// <param name="Outcome"><see cref="Outcome.NoFace"/>, <see cref="Outcome.SeveralFaces"/> or <see cref="Outcome.PoorQuality"/>.</param>
    /// <param name="Reasons">Why, in sentences for a person; at least one.</param>
    /// <param name="Faces">The faces that it is about: none, several, or the one of poor quality.</param>
    public sealed record Unusable(Outcome Outcome, IReadOnlyList<string> Reasons, IReadOnlyList<Face> Faces) : FaceReading
    {
        /// <summary>Of a face of poor quality: what is wrong with it.</summary>
        internal IReadOnlyList<QualityProblem> Problems { get; init; } = [];

        /// <summary>Of a face with which nothing but the pose is wrong: its embedding, which is no ground for recognition and only says whether the person is still the same. Otherwise null.</summary>
        internal Embedding? Turned { get; init; }

        /// <summary>The same as a decision.</summary>
        public Decision ToDecision() => Decision.Without(Outcome, Reasons);
    }
}
