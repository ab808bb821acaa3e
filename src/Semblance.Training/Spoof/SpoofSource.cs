using Semblance.Liveness;

namespace Semblance.Training.Spoof;

/// <summary>A face as a camera took it, with room around it to move and turn the crops in.</summary>
/// <param name="Set">The recording or collection it comes from.</param>
/// <param name="Subject">Whom it shows; nobody is in two folds.</param>
/// <param name="Attack">The kind of attack; null: live.</param>
/// <param name="File">The photo, or the video that the frame comes from.</param>
/// <param name="Tight">A square about the face, <see cref="Room"/> times as wide as the tight crop.</param>
/// <param name="Wide">A square about face and surroundings, <see cref="WideRoom"/> times as wide as the wide crop, reduced; null where the picture ends at the face.</param>
internal sealed record SpoofSource(string Set, string Subject, string? Attack, string File, Photo Tight, Photo? Wide)
{
    /// <summary>How much wider than its crop a stored picture is.</summary>
    public const double Room = 1.3, WideRoom = 1.12;

    // Beyond that, pixels only cost time: the network sees 112.
    private const int MostTight = 224, WideSide = 190;

    // What no check would look at teaches nothing.
    private static readonly TextureOptions s_seen = new();

    /// <summary>Cuts a face out of a picture; null where it is too small or lies outside.</summary>
    public static SpoofSource? Of(string set, string subject, string? attack, string file, Photo photo, Face face)
    {
        var tight = SpoofCrop.Tight(face);
        var wide = tight.Widened();
        if (!(tight.Side >= s_seen.SmallestFace && tight.Inside(photo.Width, photo.Height) >= s_seen.LeastInside))
            return null;
        int side = (int)Math.Round(Room * Math.Min(tight.Side, MostTight));
        return new SpoofSource(
            set, subject, attack, file, (tight with { Side = Room * tight.Side }).Cut(photo, side),
            wide.Inside(photo.Width, photo.Height) >= s_seen.LeastInside ? (wide with { Side = WideRoom * wide.Side }).Cut(photo, WideSide) : null);
    }
}
