using Semblance.Detection;
using Semblance.Imaging;
using Semblance.Recognition;

namespace Semblance.Sessions;

/// <summary>
/// How the camera of a session is turned. Where nobody says it, the first faces do; later ones are looked at every now and then. A face that does not stand upright is never compared: until
/// the turn is known, frames are unusable. Used by one thread.
/// </summary>
/// <param name="check">Says how a face stands; null: the detector finds upright faces only.</param>
/// <param name="degrees">How every frame is turned, clockwise: 0, 90, 180 or 270; null: it is found out.</param>
internal sealed class CameraTurn(UprightCheck? check, int? degrees)
{
    // Faces that say the same, one after another, before the camera is believed to be turned.
    private const int Votes = 2;

    // So many frames of every new attempt are looked at, and then one now and then.
    private const int FirstFrames = 3;

    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(0.5);

    private Turn _vote;
    private int _votes;
    private TimeSpan _next = TimeSpan.MinValue;

    /// <summary>How frames are turned, clockwise.</summary>
    public int Degrees { get; private set; } = degrees ?? 0;

    /// <summary>The frame as it is to be looked at.</summary>
    public Photo Turn(Photo photo) => photo.Rotate(Degrees);

    /// <summary>Looks at how the face of a frame stands, where that is due.</summary>
    /// <param name="turned">The frame as it was turned.</param>
    /// <param name="time">When it was taken.</param>
    /// <param name="reading">What was read of it.</param>
    /// <param name="counted">How many frames of the attempt count already.</param>
    /// <returns>The reading, or that the face does not stand upright.</returns>
    public FaceReading Check(Photo turned, TimeSpan time, FaceReading reading, int counted)
    {
        if (check is null || counted >= FirstFrames && time < _next || reading is FaceReading.Unusable && time < _next)
            return reading;
        _next = time + s_again;
        var face = reading switch
        {
            FaceReading.Usable usable => usable.Face,
            FaceReading.Unusable { Outcome: Outcome.PoorQuality, Faces: [var poor] } => poor,
            _ => null,
        };
        var turn = face is null ? check.Find(turned) : check.Find(turned, face);
        if (turn is Imaging.Turn.None)
        {
            _votes = 0;
            return reading;
        }
        if (turn != Imaging.Turn.Unknown)
            Vote(turn);
        return reading is FaceReading.Usable ? FacePipeline.NotUpright(face!) : reading;
    }

    private void Vote(Turn turn)
    {
        (_vote, _votes) = (turn, turn == _vote ? _votes + 1 : 1);
        // The next face is looked at at once.
        _next = TimeSpan.MinValue;
        if (_votes < Votes || degrees is not null)
            return;
        Degrees = (Degrees + (int)turn) % 360;
        _votes = 0;
    }
}
