using System.Security.Cryptography;
using System.Text;
using Semblance.Detection;
using Semblance.Imaging;
using Semblance.Recognition;

namespace Semblance.Training.Evaluation;

/// <summary>Photos of a test set as aligned faces, in the order of their files; null where no face was found.</summary>
/// <param name="Files">The photos.</param>
/// <param name="Faces">112 x 112 each.</param>
internal sealed record FoundFaces(IReadOnlyList<string> Files, IReadOnlyList<Photo?> Faces)
{
    private const int Bytes = 3 * FivePointAligner.Side * FivePointAligner.Side;

    /// <summary>
    /// Finds and aligns the most central large face of each photo. The result is kept in a file, so that the next network to be
    /// measured need not wait for it: another detector, list of photos or border makes another file.
    /// </summary>
    /// <param name="files">The photos.</param>
    /// <param name="detector">Its faces have landmarks.</param>
    /// <param name="detectorHash">Tells detectors apart: the hash of its file.</param>
    /// <param name="border">The photos' edges are repeated this many pixels outwards before faces are looked for.</param>
    /// <param name="cache">The folder for that file; null to keep nothing.</param>
    /// <param name="progress">Told how many photos are done.</param>
    public static FoundFaces Read(IReadOnlyList<string> files, IFaceDetector detector, string detectorHash, int border = 0, string? cache = null, Action<int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(detector);
        string? kept = cache is null ? null : Path.Combine(cache, $"faces-{Fingerprint(files, detectorHash, border)}.bin");
        if (kept is not null && Load(kept, files) is { } known)
            return known;
        var aligner = new FivePointAligner();
        var faces = new List<Photo?>(files.Count);
        foreach (string file in files)
        {
            var photo = PhotoReader.Read(file).Pad(border);
            faces.Add(FaceSelection.MostCentral(detector.Detect(photo), photo.Width, photo.Height) is FaceSelection.Main main ? aligner.Align(photo, main.Face) : null);
            progress?.Invoke(faces.Count);
        }
        var aligned = new FoundFaces(files, faces);
        if (kept is not null)
            aligned.Save(kept);
        return aligned;
    }

    private static FoundFaces? Load(string path, IReadOnlyList<string> files)
    {
        if (!File.Exists(path))
            return null;
        byte[] bytes = File.ReadAllBytes(path);
        // A file that was cut off while it was written is not there.
        if (bytes.Length < files.Count)
            return null;
        var faces = new Photo?[files.Count];
        int at = files.Count;
        for (int i = 0; i < faces.Length; i++)
        {
            if (bytes[i] == 0)
                continue;
            if (at + Bytes > bytes.Length)
                return null;
            faces[i] = Photo.FromRgb(FivePointAligner.Side, FivePointAligner.Side, bytes.AsSpan(at, Bytes).ToArray());
            at += Bytes;
        }
        return at == bytes.Length ? new FoundFaces(files, faces) : null;
    }

    private void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string draft = $"{path}.{Environment.ProcessId}";
        using (var file = File.Create(draft))
        {
            file.Write([.. Faces.Select(face => (byte)(face is null ? 0 : 1))]);
            foreach (var face in Faces.OfType<Photo>())
                file.Write(face.Rgb);
        }
        File.Move(draft, path, overwrite: true);
    }

    private static string Fingerprint(IReadOnlyList<string> files, string detectorHash, int border) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{detectorHash} {border}\n{string.Join('\n', files.Select(Path.GetFullPath))}")))[..16];
}
