namespace Semblance;

/// <summary>Finds faces. Holds native memory: dispose it. Whether one instance serves several threads is said by each implementation.</summary>
public interface IFaceDetector : IDisposable
{
    /// <summary>All faces in a photo, the surest first; empty when there is none.</summary>
    IReadOnlyList<Face> Detect(Photo photo);
}
