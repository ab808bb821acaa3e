namespace Semblance.Recognition;

/// <summary>Makes embeddings of aligned faces. Holds native memory: dispose it.</summary>
internal interface IFaceEmbedder : IDisposable
{
    /// <summary>The id that every embedding carries.</summary>
    string ModelId { get; }

    /// <summary>The embedding of one aligned face of the embedder's input size.</summary>
    /// <exception cref="ArgumentException">The face has another size.</exception>
    Embedding Embed(Photo alignedFace);
}
