using System.Globalization;
using System.Runtime.InteropServices;
using Semblance.Training.Data;
using Semblance.Training.Faces;

namespace Semblance.Training.Embedder;

/// <summary>
/// Made faces with the teacher's answers, in files <c>made-NNNN.bin</c> of <see cref="PerFile"/> pictures: JPEG, and half-precision
/// embeddings as the teacher gives them. More files can be added while a training rests; it takes what is there.
/// </summary>
internal sealed class MadeFaceFiles
{
    /// <summary>Pictures a file.</summary>
    public const int PerFile = 10_000;

    private const string Magic = "semblance-made-faces-1";

    private readonly List<byte[]> _pictures = [];
    private readonly List<Half[]> _targets = [];

    /// <summary>How many there are.</summary>
    public int Count => _pictures.Count;

    /// <summary>A picture as <see cref="FaceJpeg"/> keeps it.</summary>
    public ReadOnlySpan<byte> PictureAt(int item) => _pictures[item];

    /// <summary>Writes the student's target, a unit vector.</summary>
    public void CopyTarget(int item, Span<float> into)
    {
        var target = _targets[item];
        for (int i = 0; i < target.Length; i++)
            into[i] = (float)target[i];
    }

    /// <summary>The file of a given number.</summary>
    public static string FileOf(string folder, int number) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"made-{number:0000}.bin"));

    /// <summary>Makes the pictures of one file and asks the teacher about them, once each.</summary>
    /// <param name="file">The file; it is there only when it is whole.</param>
    /// <param name="first">Number of its first picture.</param>
    /// <param name="count">How many pictures.</param>
    /// <param name="maker">Makes them.</param>
    /// <param name="teacher">Is asked.</param>
    /// <param name="cancellation">Stops; the file is not left behind.</param>
    public static void Write(string file, int first, int count, FaceMaker maker, TeacherPanel teacher, CancellationToken cancellation = default)
    {
        using var jpeg = new FaceJpeg();
        var rgb = new byte[FaceMixture.Numbers];
        using (var writer = new BinaryWriter(File.Create(file + ".new")))
        {
            writer.Write(Magic);
            writer.Write(teacher.Hash);
            writer.Write(teacher.Dimension);
            writer.Write(count);
            for (int number = first; number < first + count; number++)
            {
                cancellation.ThrowIfCancellationRequested();
                byte[] picture = jpeg.Encode(maker.Make(number));
                jpeg.Decode(picture, rgb); // The teacher sees what the student will.
                writer.Write(picture.Length);
                writer.Write(picture);
                writer.Write(MemoryMarshal.AsBytes(Array.ConvertAll(teacher.Embed(rgb, both: false), part => (Half)part).AsSpan()));
            }
        }
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>Reads all files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="teacherHash">Whose answers they must be.</param>
    /// <param name="projection">Brings the answers into the student's space.</param>
    /// <exception cref="DataException">A file is damaged or of another teacher.</exception>
    public static MadeFaceFiles Read(string folder, string teacherHash, Projection projection)
    {
        var faces = new MadeFaceFiles();
        foreach (string file in Directory.EnumerateFiles(folder, "made-*.bin").Order(StringComparer.Ordinal))
            faces.Add(file, teacherHash, projection);
        return faces;
    }

    private void Add(string file, string teacherHash, Projection projection)
    {
        using var reader = new BinaryReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20));
        try
        {
            if (reader.ReadString() != Magic)
                throw new DataException($"{file} holds no made faces.");
            if (reader.ReadString() != teacherHash || reader.ReadInt32() != projection.From)
                throw new DataException($"{file} holds answers of another teacher than faces.bin. Each teacher needs a folder of its own.");
            var answer = new Half[projection.From];
            var numbers = new float[projection.From];
            for (int left = reader.ReadInt32(); left > 0; left--)
            {
                var picture = new byte[reader.ReadInt32()];
                reader.BaseStream.ReadExactly(picture);
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(answer.AsSpan()));
                for (int i = 0; i < answer.Length; i++)
                    numbers[i] = (float)answer[i];
                _pictures.Add(picture);
                _targets.Add(Array.ConvertAll(projection.Apply(numbers), number => (Half)number));
            }
        }
        catch (Exception e) when (e is EndOfStreamException or OverflowException)
        {
            throw new DataException($"{file} is damaged: delete it, and ask-teacher makes it again.");
        }
    }
}
