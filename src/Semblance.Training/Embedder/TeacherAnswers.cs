using Semblance.Training.Faces;

namespace Semblance.Training.Embedder;

/// <summary>
/// What a teacher has said about a collection of faces, as a student learns it: <c>faces.bin</c> (its answers), <c>projection.bin</c>
/// (to the student's numbers) and <c>made-NNNN.bin</c> (made faces) of a folder that <c>ask-teacher</c> fills.
/// </summary>
/// <param name="Teacher">Tells teachers apart.</param>
/// <param name="Split">Who is held out.</param>
/// <param name="Projection">From the teacher's numbers to the student's.</param>
/// <param name="Faces">The answers about the collection, in the student's numbers.</param>
internal sealed record TeacherAnswers(string Teacher, FaceSplit Split, Projection Projection, TeacherEmbeddings Faces)
{
    /// <summary>The file with the answers about a collection.</summary>
    public static string FacesFile(string folder) => Path.Combine(folder, "faces.bin");

    /// <summary>Reads the answers; the projection is made when it is first asked for.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="collection">The faces that the answers are about.</param>
    /// <param name="dimension">Numbers of the student's embeddings.</param>
    /// <exception cref="Data.DataException">Answers are missing, damaged or about other faces.</exception>
    public static TeacherAnswers Read(string folder, AlignedFaces collection, int dimension)
    {
        var (answers, teacher) = TeacherEmbeddings.Read(FacesFile(folder), collection);
        var split = FaceSplit.Of(collection);
        int[] seen = [.. Enumerable.Range(0, collection.Faces.Count).Where(i => collection.Faces[i].Identity is not { } identity || split.IsForTraining(identity))];
        var projection = Projection.ReadOrCompute(Path.Combine(folder, "projection.bin"), answers, seen, dimension);
        return new TeacherAnswers(teacher, split, projection, projection.Apply(answers));
    }
}
