using System.Security.Cryptography;
using System.Text;
using Semblance.Detection;
using Semblance.Imaging;
using Semblance.Recognition;
using Semblance.Training.Data;
using Semblance.Training.Faces;

namespace Semblance.Training.Evaluation;

/// <summary>A face of a person whom no training saw.</summary>
/// <param name="File">The photo, relative to the collection's folder of identities: IDENTITY/NAME.</param>
/// <param name="Identity">The person.</param>
/// <param name="Photo">The stored face with its margin.</param>
internal sealed record HeldOutFace(string File, string Identity, Photo Photo)
{
    private const int Surroundings = 36;

    /// <summary>Whether it is one of CFP's profiles.</summary>
    public bool IsProfile => AlignedFaces.SetOf(Identity) == "cfp" && Path.GetFileName(File).StartsWith('p');

    /// <summary>The face without its margin.</summary>
    public Photo Aligned() => Photo.Crop(AlignedFace.Margin, AlignedFace.Margin, FivePointAligner.Side, FivePointAligner.Side);

    /// <summary>
    /// The face as a detector finds it: in the stored face with its edges repeated outwards, for it has next to nothing around it.
    /// Null where the detector finds none. Its own errors are in the result, where <see cref="Aligned(double)"/> guesses them.
    /// </summary>
    /// <param name="detector">Its faces have landmarks.</param>
    public Photo? Found(IFaceDetector detector)
    {
        ArgumentNullException.ThrowIfNull(detector);
        var padded = Photo.Pad(Surroundings);
        return FaceSelection.MostCentral(detector.Detect(padded), padded.Width, padded.Height) is FaceSelection.Main main ? new FivePointAligner().Align(padded, main.Face) : null;
    }

    /// <summary>
    /// The face aligned anew, as if a detector had erred: each coordinate of its landmarks by a normally distributed amount, always the
    /// same for the same file.
    /// </summary>
    /// <param name="error">Standard deviation of the error in pixels of the template; 0 gives <see cref="Aligned()"/>.</param>
    public Photo Aligned(double error)
    {
        if (error == 0)
            return Aligned();
        var random = new Random(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(File))));
        var points = FivePointAligner.Template.ToList().Select(point => new Point(Moved(point.X), Moved(point.Y))).ToArray();
        var face = new Face(new Box(0, 0, Photo.Width, Photo.Height), 1, new Landmarks(points[0], points[1], points[2], points[3], points[4]));
        return new FivePointAligner().Align(Photo, face);

        float Moved(float at) => (float)(at + AlignedFace.Margin + error * random.NextNormal());
    }
}

/// <summary>Reads held-out people of a collection of aligned faces (see <see cref="FaceSplit"/>), and nobody else's photos.</summary>
internal static class HeldOutFaces
{
    /// <summary>The faces of the chosen people, in ordinal order of identity and file.</summary>
    /// <param name="faces">The collection: the folder with <c>labelled</c>.</param>
    /// <param name="choose">Told the split and an identity.</param>
    /// <exception cref="DataException">The folder is missing, or nobody is chosen.</exception>
    public static IReadOnlyList<HeldOutFace> Read(string faces, Func<FaceSplit, string, bool> choose)
    {
        string labelled = Path.Combine(faces, "labelled");
        if (!Directory.Exists(labelled))
            throw new DataException($"{faces} holds no folder \"labelled\": a collection of aligned faces is labelled/IDENTITY/*.jpg.");
        var files = Directory.EnumerateDirectories(labelled).Order(StringComparer.Ordinal)
            .ToDictionary(folder => Path.GetFileName(folder)!, folder => Directory.GetFiles(folder, "*.jpg").Order(StringComparer.Ordinal).ToArray());
        var split = FaceSplit.Of(files.Where(person => person.Value.Length > 0).ToDictionary(person => person.Key, person => person.Value.Length));
        var held = files.Where(person => choose(split, person.Key))
            .SelectMany(person => person.Value.Select(file => new HeldOutFace($"{person.Key}/{Path.GetFileName(file)}", person.Key, PhotoReader.Read(file)))).ToList();
        return held.Count > 0 ? held : throw new DataException($"{labelled}: none of the people to be measured on are in it.");
    }
}
