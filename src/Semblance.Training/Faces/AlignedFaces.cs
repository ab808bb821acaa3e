using Semblance.Training.Data;

namespace Semblance.Training.Faces;

/// <summary>
/// Aligned faces in memory: <c>labelled/IDENTITY/*.jpg</c> and <c>unlabelled/SET/*.jpg</c>, 120 x 120 pixels each. Identities are
/// named by set: <c>fiw_FAMILY_MEMBER</c> (Families in the Wild), <c>celeba_ID</c>, <c>cfp_ID</c> (Celebrities in Frontal-Profile).
/// </summary>
/// <param name="Faces">All faces in ordinal order of their files: labelled ones first.</param>
internal sealed record AlignedFaces(IReadOnlyList<AlignedFace> Faces)
{
    /// <summary>Reads a collection.</summary>
    /// <param name="folder">The folder with <c>labelled</c> and, if there is one, <c>unlabelled</c>.</param>
    /// <param name="progress">Told how many photos were read, and of how many.</param>
    /// <exception cref="DataException">A folder is missing, or a photo cannot be read or has another size.</exception>
    public static AlignedFaces Read(string folder, Action<int, int>? progress = null)
    {
        string labelled = Path.Combine(folder, "labelled"), unlabelled = Path.Combine(folder, "unlabelled");
        if (!Directory.Exists(labelled))
            throw new DataException($"{folder} holds no folder \"labelled\". --data takes a collection of aligned faces: labelled/IDENTITY/*.jpg and unlabelled/SET/*.jpg.");
        string[] files = [.. PhotosUnder(labelled), .. Directory.Exists(unlabelled) ? PhotosUnder(unlabelled) : []];
        var faces = new AlignedFace[files.Length];
        int done = 0;
        for (int i = 0; i < files.Length; i++)
        {
            bool hasIdentity = files[i].StartsWith(labelled + Path.DirectorySeparatorChar, StringComparison.Ordinal);
            faces[i] = Read(folder, files[i], hasIdentity);
            progress?.Invoke(++done, files.Length);
        }
        return new AlignedFaces(faces);
    }

    /// <summary>The set a face comes from: the part of its identity before the first underscore, or its folder's name.</summary>
    public static string SetOf(string identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return identity.Split('_')[0];
    }

    /// <summary>People who are related share a family: of Families in the Wild <c>fiw_FAMILY</c>; everybody else is a family of one.</summary>
    public static string FamilyOf(string identity)
    {
        ArgumentNullException.ThrowIfNull(identity);
        return SetOf(identity) == "fiw" ? identity[..identity.LastIndexOf('_')] : identity;
    }

    private static IEnumerable<string> PhotosUnder(string folder) =>
        Directory.EnumerateDirectories(folder).SelectMany(inner => Directory.EnumerateFiles(inner, "*.jpg")).Order(StringComparer.Ordinal);

    private static AlignedFace Read(string folder, string file, bool hasIdentity)
    {
        Photo photo;
        try
        {
            photo = PhotoReader.Read(file);
        }
        catch (PhotoException e)
        {
            throw new DataException($"{file}: {e.Message}");
        }
        if (photo.Width != AlignedFace.Side || photo.Height != AlignedFace.Side)
            throw new DataException($"{file} has {photo.Width} x {photo.Height} pixels; aligned faces have {AlignedFace.Side} x {AlignedFace.Side}.");
        return new AlignedFace(Path.GetRelativePath(folder, file), hasIdentity ? Path.GetFileName(Path.GetDirectoryName(file)) : null, photo.Rgb.ToArray());
    }
}
