using Semblance.Imaging;

namespace Semblance.Detection;

/// <summary>
/// Says whether a face stands upright. A detector of upright faces also finds many that lie on a side or stand on their head, and puts
/// the landmarks where they would be if they stood upright: its landmarks cannot tell. Its scores can: the square about the face is
/// looked at in four turns, and one beats the others (decision 22). Owns its detector; as thread-safe as that.
/// </summary>
internal sealed class UprightCheck : IDisposable
{
    private static readonly int[] s_turns = [0, 90, 180, 270];

    // A face counts where it lies in the middle of the square and fills a good part of it.
    private const float Middle = 0.2f, LeastPart = 0.25f;

    // Whole photos are looked at with their longer side reduced to this.
    private const int SideOfPhoto = 640;

    // Of each turn of a photo: the surest faces, from this score on.
    private const int FacesOfPhoto = 3;
    private const float LeastFace = 0.4f;

    private readonly IFaceDetector _detector;
    private readonly UprightOptions _options;

    /// <summary>Makes the check.</summary>
    /// <param name="detector">Finds faces, weak ones too (scores from 0.05 or so); taken over.</param>
    /// <param name="options">Its limits; null: those of the built-in pack.</param>
    public UprightCheck(IFaceDetector detector, UprightOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(detector);
        (_detector, _options) = (detector, options ?? new UprightOptions());
    }

    /// <summary>How a picture must be turned so that a face in it stands upright; takes 2 ms or so.</summary>
    /// <param name="photo">The picture.</param>
    /// <param name="face">A face that was found in it.</param>
    /// <returns>
    /// <see cref="Turn.None"/> for a face that stands upright, tilted by up to 45 degrees or so; <see cref="Turn.Unknown"/> where no turn beats the others.
    /// </returns>
    public Turn Find(Photo photo, Face face) => Judge(Scores(photo, face), _options);

    /// <summary>How a photo must be turned so that its faces stand upright, whether or not a face is found in it as it stands.</summary>
    /// <returns><see cref="Turn.Unknown"/> where no face is found in any turn, or no turn beats the others.</returns>
    public Turn Find(Photo photo)
    {
        ArgumentNullException.ThrowIfNull(photo);
        return JudgePhoto(Scores(photo, isSureEnough: best => best[0] >= _options.SureScore && best[0] == best.Max()), _options);
    }

    /// <summary>The best scores of the faces of a whole photo, as it stands and turned clockwise by 90, 180 and 270 degrees.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="isSureEnough">Told the scores of the photo as it stands: whether its turns are not looked at; null: they are.</param>
    internal float[] Scores(Photo photo, Func<float[], bool>? isSureEnough = null)
    {
        double scale = (double)SideOfPhoto / Math.Max(photo.Width, photo.Height);
        var small = scale >= 1 ? photo : photo.Resize(Math.Max(1, (int)Math.Round(photo.Width * scale)), Math.Max(1, (int)Math.Round(photo.Height * scale)));
        var best = new float[s_turns.Length];
        for (int turned = 0; turned < s_turns.Length; turned++)
        {
            var look = small.Rotate(s_turns[turned]);
            foreach (var face in _detector.Detect(look).TakeWhile(face => face.Score >= LeastFace).Take(FacesOfPhoto))
            {
                var scores = Scores(look, face);
                for (int i = 0; i < scores.Length; i++)
                    best[(turned + i) % best.Length] = Math.Max(best[(turned + i) % best.Length], scores[i]);
            }
            if (turned == 0 && isSureEnough?.Invoke(best) == true)
                break;
        }
        return best;
    }

    /// <summary>Turns a photo upright by its faces.</summary>
    public UprightPhoto TurnUpright(Photo photo)
    {
        var turn = Find(photo);
        return new UprightPhoto(turn == Turn.Unknown ? photo : photo.Rotate(turn), turn);
    }

    /// <summary>How a face must be turned, by its scores.</summary>
    internal static Turn Judge(float[] scores, UprightOptions options) => Judge(scores, options, options.LeastScore, options.Margin);

    /// <summary>How a whole photo must be turned, by its scores.</summary>
    internal static Turn JudgePhoto(float[] scores, UprightOptions options) => Judge(scores, options, options.LeastScoreOfPhoto, options.MarginOfPhoto);

    private static Turn Judge(float[] scores, UprightOptions options, float leastTurned, float margin)
    {
        int best = Array.IndexOf(scores, scores.Max());
        bool isClear = best == 0 ? scores[0] >= options.LeastScore : scores[best] >= leastTurned && scores[best] - scores[0] >= margin;
        return isClear ? (Turn)s_turns[best] : Turn.Unknown;
    }

    /// <summary>The detector's score for the square about a face, as it stands and turned clockwise by 90, 180 and 270 degrees.</summary>
    internal float[] Scores(Photo photo, Face face)
    {
        ArgumentNullException.ThrowIfNull(photo);
        ArgumentNullException.ThrowIfNull(face);
        var square = FaceSquare.Cut(photo, face, _options.Side);
        return [.. s_turns.Select(turn => Score(square.Rotate(turn)))];
    }

    /// <inheritdoc/>
    public void Dispose() => _detector.Dispose();

    private float Score(Photo square)
    {
        float middle = square.Width / 2f, off = Middle * square.Width;
        return _detector.Detect(square)
            .Where(face => Math.Abs(face.Box.Centre.X - middle) < off && Math.Abs(face.Box.Centre.Y - middle) < off && face.Box.Width >= LeastPart * square.Width)
            .Select(face => face.Score).DefaultIfEmpty(0).Max();
    }
}

/// <summary>A photo that was turned upright.</summary>
/// <param name="Photo">The photo to look at.</param>
/// <param name="Turned">How it was turned; <see cref="Turn.Unknown"/> where it cannot be told and the photo is as it was.</param>
internal sealed record UprightPhoto(Photo Photo, Turn Turned)
{
    /// <summary>Degrees clockwise, 0 where it was not turned.</summary>
    public int Degrees => Turned == Turn.Unknown ? 0 : (int)Turned;
}
