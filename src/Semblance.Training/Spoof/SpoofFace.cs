namespace Semblance.Training.Spoof;

/// <summary>A photo of a data set with the face in it.</summary>
/// <param name="Set">The collection.</param>
/// <param name="Subject">Whom it shows.</param>
/// <param name="Attack">The kind of attack; null: live.</param>
/// <param name="File">The photo's file.</param>
/// <param name="Photo">The photo.</param>
/// <param name="Face">The face; it may reach over the edge of a crop.</param>
internal sealed record SpoofFace(string Set, string Subject, string? Attack, string File, Photo Photo, Face Face);
