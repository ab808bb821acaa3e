using System.Numerics.Tensors;
using Semblance.Training.Faces;

namespace Semblance.Training.Embedder;

/// <summary>
/// What the embedder learns from: the faces that nobody held out is on, each with its person's prototype (the mean of the teacher's
/// embeddings; a face without identity is a person of its own) and its target between its own embedding and the prototype.
/// </summary>
internal sealed class EmbedderTrainingSet
{
    private const int Block = 512;

    private readonly int[] _faces;
    private readonly int[] _people;
    private readonly float[] _targets;

    private EmbedderTrainingSet(int dimension, int[] faces, int[] people, float[] prototypes, float[] targets, int leftOut, FaceLooks looks) =>
        (Dimension, _faces, _people, Prototypes, _targets, LeftOut, Looks) = (dimension, faces, people, prototypes, targets, leftOut, looks);

    /// <summary>How many numbers a target has.</summary>
    public int Dimension { get; }

    /// <summary>How many faces there are.</summary>
    public int Count => _faces.Length;

    /// <summary>How many faces of others were left out because the teacher finds them too like somebody held out.</summary>
    public int LeftOut { get; }

    /// <summary>The groups of the faces, by their place in this set.</summary>
    internal FaceLooks Looks { get; }

    /// <summary>A unit vector for each person, row after row.</summary>
    public float[] Prototypes { get; }

    /// <summary>Gathers the set.</summary>
    /// <param name="collection">All faces.</param>
    /// <param name="split">Who is held out.</param>
    /// <param name="teacher">The teacher's embeddings of all faces.</param>
    /// <param name="recipe">Its likeness to people held out and its blend are used.</param>
    public static EmbedderTrainingSet Of(AlignedFaces collection, FaceSplit split, TeacherEmbeddings teacher, EmbedderRecipe recipe)
    {
        ArgumentNullException.ThrowIfNull(collection);
        var all = Enumerable.Range(0, collection.Faces.Count).ToList();
        var heldOut = all.Where(i => collection.Faces[i].Identity is { } identity && !split.IsForTraining(identity)).ToList();
        var others = all.Except(heldOut).ToArray();
        var alike = AlikeFaces(others, heldOut, teacher, (float)recipe.HeldOutLikeness);
        // Somebody whose photos are half or more like somebody held out is that person under another name.
        var doubles = others.Select((face, k) => (Face: face, Alike: alike[k])).Where(item => collection.Faces[item.Face].Identity is not null)
            .GroupBy(item => collection.Faces[item.Face].Identity!).Where(person => 2 * person.Count(item => item.Alike) >= person.Count()).Select(person => person.Key).ToHashSet();
        for (int k = 0; k < others.Length; k++)
            alike[k] |= collection.Faces[others[k]].Identity is { } identity && doubles.Contains(identity);

        int[] faces = [.. others.Where((_, k) => !alike[k])];
        var numbers = new Dictionary<string, int>();
        int[] people = Array.ConvertAll(faces, face =>
        {
            string person = collection.Faces[face].Identity ?? collection.Faces[face].File;
            if (!numbers.TryGetValue(person, out int number))
                numbers.Add(person, number = numbers.Count);
            return number;
        });
        float[] prototypes = Means(teacher, faces, people, numbers.Count), targets = Targets(teacher, faces, people, prototypes, (float)recipe.Blend);
        var looks = FaceLooks.Of([.. faces.Select(face => new ReadOnlyMemory<float>(teacher.Embeddings, face * teacher.Dimension, teacher.Dimension))]);
        return new EmbedderTrainingSet(teacher.Dimension, faces, people, prototypes, targets, alike.Count(a => a), looks);
    }

    /// <summary>The place of a training face in the collection.</summary>
    public int FaceAt(int item) => _faces[item];

    /// <summary>The row of its person's prototype.</summary>
    public int PersonAt(int item) => _people[item];

    /// <summary>What the network is to answer for it: a unit vector.</summary>
    public ReadOnlySpan<float> TargetAt(int item) => _targets.AsSpan(item * Dimension, Dimension);

    private static bool[] AlikeFaces(int[] faces, List<int> heldOut, TeacherEmbeddings teacher, float likeness)
    {
        var alike = new bool[faces.Length];
        Parallel.For(0, (faces.Length + Block - 1) / Block, block =>
        {
            for (int k = block * Block; k < Math.Min(faces.Length, (block + 1) * Block); k++)
                alike[k] = heldOut.Exists(other => TensorPrimitives.Dot(teacher[faces[k]], teacher[other]) >= likeness);
        });
        return alike;
    }

    private static float[] Means(TeacherEmbeddings teacher, int[] faces, int[] people, int count)
    {
        var means = new float[count * teacher.Dimension];
        for (int k = 0; k < faces.Length; k++)
        {
            var mean = means.AsSpan(people[k] * teacher.Dimension, teacher.Dimension);
            TensorPrimitives.Add(mean, teacher[faces[k]], mean);
        }
        for (int person = 0; person < count; person++)
            TeacherModel.ToUnit(means.AsSpan(person * teacher.Dimension, teacher.Dimension));
        return means;
    }

    private static float[] Targets(TeacherEmbeddings teacher, int[] faces, int[] people, float[] prototypes, float blend)
    {
        int dimension = teacher.Dimension;
        var targets = new float[faces.Length * dimension];
        for (int k = 0; k < faces.Length; k++)
        {
            var target = targets.AsSpan(k * dimension, dimension);
            TensorPrimitives.MultiplyAdd(prototypes.AsSpan(people[k] * dimension, dimension), blend, target, target);
            TensorPrimitives.MultiplyAdd(teacher[faces[k]], 1 - blend, target, target);
            TeacherModel.ToUnit(target);
        }
        return targets;
    }
}
