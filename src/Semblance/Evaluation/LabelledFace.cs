namespace Semblance.Evaluation;

/// <summary>A face whose person is known.</summary>
/// <param name="Embedding">What the network made of it; null where no usable face was found.</param>
/// <param name="Subject">The person, a number from 0.</param>
/// <param name="Family">Who is drawn together in a bootstrap, a number from 0: the person, or the family where relatives are known to be among the people.</param>
internal readonly record struct LabelledFace(Embedding? Embedding, int Subject, int Family);
