using Semblance.Detection;
using Semblance.Imaging;
using Semblance.Server.Problems;
using Semblance.Storage;

namespace Semblance.Server.Engine;

/// <summary>Reads faces from uploaded photos on the workers. Safe for several threads.</summary>
internal sealed class FaceReader(Recognizer recognizer, EngineLimits limits)
{
    private const int KeptPhotoSide = 1600;
    private const int LargestGlance = 640 * 640;

    /// <summary>Reads the main face of a photo to recognise it.</summary>
    /// <exception cref="PhotoException">It is no photo that can be read.</exception>
    /// <exception cref="OverloadedException">Too much waits already.</exception>
    public Task<FaceReading> ReadAsync(byte[] photo, CancellationToken cancellation) =>
        recognizer.Workers.RunAsync(() => recognizer.Verification.ReadMain(Decode(photo)), cancellation);

    /// <summary>Reads faces to enrol them: each photo must show one good face.</summary>
    /// <param name="photos">The photos.</param>
    /// <param name="keepPhotos">Whether the photos are to be stored: newly encoded, so that nothing but the picture is kept.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ProblemException">A photo cannot be used.</exception>
    public async Task<IReadOnlyList<NewFace>> ReadForEnrolmentAsync(IReadOnlyList<byte[]> photos, bool keepPhotos, CancellationToken cancellation)
    {
        var faces = new List<NewFace>();
        foreach (byte[] photo in photos)
        {
            string name = photos.Count == 1 ? "The photo" : $"Photo {faces.Count + 1}";
            faces.Add(await recognizer.Workers.RunAsync(() => Enrol(photo, name, keepPhotos), cancellation));
        }
        return faces;
    }

    /// <summary>Cuts the main face out of a kept photo, as soon as a worker is free.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="side">How many pixels wide and high the picture is.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>A JPEG.</returns>
    public Task<byte[]> CutFaceAsync(byte[] photo, int side, CancellationToken cancellation) => recognizer.Workers.RunWhenFreeAsync(
        () =>
        {
            // Detectors look at a small picture anyway; so is the face cut from one.
            var picture = Smaller(PhotoReader.Decode(photo, "the photo", limits.Pixels), 4 * side);
            var face = recognizer.Engine.Detector.Detect(picture).MaxBy(face => face.Box.Area) ?? new Face(new Box(picture.Width / 4f, picture.Height / 4f, picture.Width / 2f, picture.Height / 2f), 0);
            return FaceSquare.Cut(picture, face, side).EncodeJpeg(80);
        },
        cancellation);

    /// <summary>How high the largest face of a picture is, as a share of the picture's height; 0 where there is none.</summary>
    /// <exception cref="PhotoException">It is no photo that can be read.</exception>
    /// <exception cref="OverloadedException">Too much waits already.</exception>
    public Task<double> ShareOfFaceAsync(byte[] photo, CancellationToken cancellation) => recognizer.Workers.RunAsync(
        () =>
        {
            var picture = PhotoReader.Decode(photo, "the photo", Math.Min(limits.Pixels, LargestGlance));
            return recognizer.Engine.Detector.Detect(picture).Select(face => (double)face.Box.Height / picture.Height).DefaultIfEmpty().Max();
        },
        cancellation);

    private NewFace Enrol(byte[] encoded, string name, bool keep)
    {
        Photo photo;
        try
        {
            photo = Decode(encoded);
        }
        catch (PhotoException e)
        {
            throw Problem.PhotoUnreadable.With($"{name} {e.Reason}");
        }
        return recognizer.Enrolment.ReadMain(photo) switch
        {
            FaceReading.Usable usable => new NewFace(usable.Embedding, usable.Quality, Photo: keep ? Smaller(photo, KeptPhotoSide).EncodeJpeg() : null),
            FaceReading.Unusable unusable => throw Of(unusable.Outcome).With($"{name}: {string.Join(" ", unusable.Reasons)}"),
            _ => throw new InvalidOperationException("A reading is usable or unusable."),
        };
    }

    private Photo Decode(byte[] photo) => recognizer.TurnUpright(PhotoReader.Decode(photo, "the photo", limits.Pixels));

    private static Photo Smaller(Photo photo, int side)
    {
        double scale = (double)side / Math.Max(photo.Width, photo.Height);
        return scale >= 1 ? photo : photo.Resize((int)Math.Round(photo.Width * scale), (int)Math.Round(photo.Height * scale));
    }

    private static Problem Of(Outcome outcome) => outcome switch
    {
        Outcome.NoFace => Problem.NoFace,
        Outcome.SeveralFaces => Problem.SeveralFaces,
        _ => Problem.PoorQuality,
    };
}
