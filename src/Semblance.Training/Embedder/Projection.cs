using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Semblance.Training.Data;
using static TorchSharp.torch;

namespace Semblance.Training.Embedder;

/// <summary>
/// Fewer numbers with nearly the same cosines: the principal directions of a teacher's embeddings (without taking their mean away,
/// for cosines are taken from zero), and back to length 1. A student learns in this space; so it is fixed once and kept in a file.
/// </summary>
/// <param name="From">Numbers of the teacher's embedding.</param>
/// <param name="To">Numbers of the student's.</param>
/// <param name="Directions"><see cref="To"/> orthogonal unit vectors, row after row, the strongest first.</param>
internal sealed record Projection(int From, int To, float[] Directions)
{
    private const string Magic = "semblance-projection-1";

    /// <summary>The strongest directions of some embeddings.</summary>
    /// <param name="teacher">A teacher's embeddings.</param>
    /// <param name="faces">Those that count.</param>
    /// <param name="to">How many directions, at most the teacher's numbers.</param>
    public static Projection Of(TeacherEmbeddings teacher, IReadOnlyList<int> faces, int to)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        ArgumentNullException.ThrowIfNull(faces);
        using var scope = TorchScope.Enter();
        using var noGradient = no_grad();
        var sum = zeros(teacher.Dimension, teacher.Dimension);
        foreach (int[] chunk in faces.Chunk(4096))
        {
            var rows = tensor(chunk.SelectMany(face => teacher[face].ToArray()).ToArray(), [chunk.Length, teacher.Dimension]);
            sum.add_(rows.t().mm(rows));
        }
        var (_, vectors) = linalg.eigh(sum.to(float64)); // in ascending order, one a column
        var strongest = vectors.t().flip(0).narrow(0, 0, to);
        return new Projection(teacher.Dimension, to, strongest.to(float32).contiguous().data<float>().ToArray());
    }

    /// <summary>The projection in a file that an earlier call has left, or a new one, which is left there.</summary>
    /// <exception cref="DataException">The file is damaged, or holds a projection of other sizes.</exception>
    public static Projection ReadOrCompute(string file, TeacherEmbeddings teacher, IReadOnlyList<int> faces, int to)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        if (!File.Exists(file))
        {
            var computed = Of(teacher, faces, to);
            computed.Write(file);
            return computed;
        }
        var kept = Read(file);
        return kept.From == teacher.Dimension && kept.To == to ? kept
            : throw new DataException($"{file} projects {kept.From} numbers to {kept.To}; asked for are {teacher.Dimension} to {to}. Another projection needs another folder.");
    }

    /// <summary>An embedding in fewer numbers, a unit vector.</summary>
    public float[] Apply(ReadOnlySpan<float> embedding)
    {
        var projected = new float[To];
        for (int row = 0; row < To; row++)
            projected[row] = TensorPrimitives.Dot(embedding, Directions.AsSpan(row * From, From));
        TeacherModel.ToUnit(projected);
        return projected;
    }

    /// <summary>All embeddings of a teacher in fewer numbers.</summary>
    public TeacherEmbeddings Apply(TeacherEmbeddings teacher)
    {
        ArgumentNullException.ThrowIfNull(teacher);
        int count = teacher.Embeddings.Length / From;
        var projected = new float[count * To];
        Parallel.For(0, count, face => Apply(teacher[face]).CopyTo(projected.AsSpan(face * To)));
        return new TeacherEmbeddings(To, projected);
    }

    private void Write(string file)
    {
        using (var writer = new BinaryWriter(File.Create(file + ".new")))
        {
            writer.Write(Magic);
            writer.Write(From);
            writer.Write(To);
            writer.Write(MemoryMarshal.AsBytes(Directions.AsSpan()));
        }
        File.Move(file + ".new", file, overwrite: true);
    }

    private static Projection Read(string file)
    {
        using var reader = new BinaryReader(File.OpenRead(file));
        try
        {
            if (reader.ReadString() != Magic)
                throw new DataException($"{file} holds no projection.");
            int from = reader.ReadInt32(), to = reader.ReadInt32();
            var directions = new float[from * to];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(directions.AsSpan()));
            return new Projection(from, to, directions);
        }
        catch (EndOfStreamException)
        {
            throw new DataException($"{file} is damaged. The weights of a student that learned by it are lost without it: put back a copy, or begin in another folder.");
        }
    }
}
