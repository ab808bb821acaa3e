using Semblance.Imaging;
using Semblance.Training.Networks;

namespace Semblance.Training.Data;

/// <summary>The training data cannot be used. The message says what to do.</summary>
internal sealed class DataException(string message) : Exception(message);

/// <summary>Reads a folder with a folder of photos per identity: <c>identity/*.{pgm,jpg,png,...}</c>.</summary>
internal static class IdentityFolder
{
    /// <summary>
    /// Reads all photos as grey, resized to 92 x 112. Identities come in ordinal string order, an identity's photos by the numbers
    /// in their names (2.pgm before 10.pgm). What cannot be used is left out and reported; the rest is read.
    /// </summary>
    /// <param name="folder">The folder of identities.</param>
    /// <param name="note">Receives a sentence for everything left out.</param>
    /// <exception cref="DataException">There is no such folder, or fewer than two identities with photos are in it.</exception>
    public static FaceSet Read(string folder, Action<string> note)
    {
        if (!Directory.Exists(folder))
            throw new DataException($"{folder}: no such folder. --data takes a folder that holds one folder of photos per person.");
        var identities = new List<string>();
        var images = new List<FaceImage>();
        foreach (string person in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(person);
            int before = images.Count;
            foreach (string file in Directory.EnumerateFiles(person).Where(f => PhotoReader.Extensions.Contains(Path.GetExtension(f))).Order(NaturalOrder))
            {
                try
                {
                    var photo = PhotoReader.Read(file).Resize(EmbeddingNetwork.Width, EmbeddingNetwork.Height);
                    images.Add(new FaceImage(file, identities.Count, photo.ToGrey()));
                }
                catch (PhotoException e)
                {
                    note($"{e.Message} It is left out.");
                }
            }
            if (images.Count == before)
            {
                note($"{person}: holds no photo that can be read. The identity is left out.");
                continue;
            }
            if (images.Count == before + 1)
                note($"{person}: holds one photo only. It serves in pairs of different people; a pair of the same person needs two.");
            identities.Add(name);
        }
        if (identities.Count < 2)
        {
            throw new DataException($"{folder}: {(identities.Count == 0 ? "no identity" : "one identity")} with readable photos was found. "
                + "A Siamese network learns from at least two people: make one folder of photos per person in it.");
        }
        return new FaceSet(identities, images);
    }

    // Digits compare by value, everything else by ordinal.
    private static readonly Comparer<string> NaturalOrder = Comparer<string>.Create((a, b) =>
    {
        int i = 0, j = 0;
        while (i < a.Length && j < b.Length)
        {
            if (char.IsAsciiDigit(a[i]) && char.IsAsciiDigit(b[j]))
            {
                var left = Digits(a, ref i);
                var right = Digits(b, ref j);
                int order = left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.CompareTo(right, StringComparison.Ordinal);
                if (order != 0)
                    return order;
            }
            else if (a[i] != b[j])
            {
                return a[i].CompareTo(b[j]);
            }
            else
            {
                (i, j) = (i + 1, j + 1);
            }
        }
        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : string.CompareOrdinal(a, b);
    });

    private static ReadOnlySpan<char> Digits(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return text.AsSpan(start, at - start).TrimStart('0');
    }
}
