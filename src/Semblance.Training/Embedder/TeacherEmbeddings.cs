using System.Security.Cryptography;
using Semblance.Training.Data;
using Semblance.Training.Faces;

namespace Semblance.Training.Embedder;

/// <summary>
/// The embeddings that a grown network gives the faces of a collection, whole and clean: what the student is to answer for every
/// varied copy of them. Each is the sum of a face's and its mirror image's, scaled to length 1.
/// </summary>
/// <param name="Dimension">How many numbers an embedding has.</param>
/// <param name="Embeddings">Face after face, <see cref="Dimension"/> numbers each.</param>
internal sealed record TeacherEmbeddings(int Dimension, float[] Embeddings)
{
    private const string Magic = "semblance-teacher-2";

    /// <summary>The embedding of a face by its place in the collection.</summary>
    public ReadOnlySpan<float> this[int face] => Embeddings.AsSpan(face * Dimension, Dimension);

    /// <summary>Reads the embeddings from a file that an earlier call has left, or computes them and leaves the file.</summary>
    /// <param name="file">Where they are kept.</param>
    /// <param name="teacher">The network.</param>
    /// <param name="collection">The faces.</param>
    /// <param name="progress">Told how many faces are done, and of how many.</param>
    internal static TeacherEmbeddings ReadOrCompute(string file, TeacherPanel teacher, AlignedFaces collection, Action<int, int>? progress = null)
    {
        string origin = $"{teacher.Hash} {HashOf(collection)}";
        if (Read(file, found => found == origin) is { } kept)
            return kept;
        var embeddings = new float[collection.Faces.Count * teacher.Dimension];
        for (int face = 0; face < collection.Faces.Count; face++)
        {
            teacher.Embed(collection.Faces[face].Rgb, both: true).CopyTo(embeddings.AsSpan(face * teacher.Dimension));
            progress?.Invoke(face + 1, collection.Faces.Count);
        }
        var computed = new TeacherEmbeddings(teacher.Dimension, embeddings);
        computed.Write(file, origin);
        return computed;
    }

    private static string HashOf(AlignedFaces collection)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var face in collection.Faces)
            hash.AppendData(face.Rgb);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Reads the embeddings that <c>ask-teacher</c> has left.</summary>
    /// <param name="file">Where they are kept.</param>
    /// <param name="collection">The faces that was asked about.</param>
    /// <returns>The embeddings, and what tells their teacher from others.</returns>
    /// <exception cref="DataException">They are not there, or are damaged, or were given for other faces.</exception>
    internal static (TeacherEmbeddings Embeddings, string Teacher) Read(string file, AlignedFaces collection)
    {
        if (!File.Exists(file))
            throw new DataException($"{file}: no such file. semblance-train ask-teacher makes it.");
        string faces = HashOf(collection), teacher = "";
        var read = Read(file, origin => origin.EndsWith($" {faces}", StringComparison.Ordinal) && (teacher = origin[..^(faces.Length + 1)]).Length > 0);
        return (read ?? throw new DataException($"{file} holds answers about other faces than those in --data: ask-teacher asks about these."), teacher);
    }

    private static TeacherEmbeddings? Read(string file, Predicate<string> isWanted)
    {
        if (!File.Exists(file))
            return null;
        using var reader = new BinaryReader(File.OpenRead(file));
        try
        {
            if (reader.ReadString() != Magic || !isWanted(reader.ReadString()))
                return null; // of another teacher or other faces: computed anew
            int dimension = reader.ReadInt32(), count = reader.ReadInt32();
            var numbers = new float[count];
            reader.BaseStream.ReadExactly(System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers.AsSpan()));
            return new TeacherEmbeddings(dimension, numbers);
        }
        catch (EndOfStreamException)
        {
            throw new DataException($"{file} is damaged: delete it, and it is computed anew.");
        }
    }

    private void Write(string file, string origin)
    {
        string fresh = file + ".new";
        using (var writer = new BinaryWriter(File.Create(fresh)))
        {
            writer.Write(Magic);
            writer.Write(origin);
            writer.Write(Dimension);
            writer.Write(Embeddings.Length);
            writer.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes(Embeddings.AsSpan()));
        }
        File.Move(fresh, file, overwrite: true);
    }
}
