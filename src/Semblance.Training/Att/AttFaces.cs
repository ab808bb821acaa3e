using System.Security.Cryptography;
using Semblance.Training.Data;

namespace Semblance.Training.Att;

/// <summary>
/// The AT&amp;T (ORL) Database of Faces: 40 subjects with 10 photos each, 92 x 112 grey (F. Samaria and A. Harter, 1994; credit to AT&amp;T
/// Laboratories Cambridge). It is not part of this program; its 400 files are known by their hashes.
/// </summary>
internal static class AttFaces
{
    private const string HashList = "Semblance.Training.Att.att_faces.sha256";

    /// <summary>Subjects.</summary>
    public const int Subjects = 40;

    /// <summary>Reads the set after checking every file against the list of hashes.</summary>
    /// <param name="folder">The folder with s1 to s40.</param>
    /// <exception cref="DataException">Files are missing or changed; the message names them.</exception>
    public static FaceSet Read(string folder)
    {
        var problems = Check(folder);
        if (problems.Count > 0)
        {
            throw new DataException($"{folder} is not the AT&T Database of Faces as published: {string.Join("; ", problems.Take(5))}"
                + (problems.Count > 5 ? $"; and {problems.Count - 5} more." : "."));
        }
        var faces = IdentityFolder.Read(folder, _ => { });
        return faces.Identities.Count == Subjects && faces.Images.Count == 10 * Subjects
            ? faces
            : throw new DataException($"{folder} holds {faces.Images.Count} photos of {faces.Identities.Count} people; the AT&T set has 400 of 40 and nothing else may lie beside them.");
    }

    /// <summary>What is missing or changed, a sentence each; empty where the set is whole.</summary>
    public static IReadOnlyList<string> Check(string folder)
    {
        var problems = new List<string>();
        foreach (string line in ReadHashList())
        {
            var (sha256, file) = (line[..64], line[66..]);
            string path = Path.Combine(folder, file);
            if (!File.Exists(path))
                problems.Add($"{file} is missing");
            else if (Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))) != sha256)
                problems.Add($"{file} is changed");
        }
        return problems;
    }

    /// <summary>Whether a folder looks like the set, whole or not: it has folders s1 and s40.</summary>
    public static bool LooksLike(string folder) => Directory.Exists(Path.Combine(folder, "s1")) && Directory.Exists(Path.Combine(folder, "s40"));

    private static IEnumerable<string> ReadHashList()
    {
        using var reader = new StreamReader(typeof(AttFaces).Assembly.GetManifestResourceStream(HashList)!);
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
