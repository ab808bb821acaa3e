namespace Semblance.Training.Data;

/// <summary>Two images of a batch.</summary>
/// <param name="A">Index into <see cref="TrainingBatch.Images"/>.</param>
/// <param name="B">Index into <see cref="TrainingBatch.Images"/>.</param>
/// <param name="Same">Whether both show the same person.</param>
internal readonly record struct ImagePair(int A, int B, bool Same);

/// <summary>What one step learns from.</summary>
/// <param name="Images">Indices into the face set; each image stands once, however many pairs it is in.</param>
/// <param name="Pairs">Pairs of these images; empty where the loss forms its own.</param>
internal sealed record TrainingBatch(IReadOnlyList<int> Images, IReadOnlyList<ImagePair> Pairs);
