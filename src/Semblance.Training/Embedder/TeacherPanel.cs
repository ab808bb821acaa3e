using System.Numerics.Tensors;

namespace Semblance.Training.Embedder;

/// <summary>
/// One teacher or several who answer together: their unit vectors, each as long as its teacher counts, one behind the other. The cosine of two such answers is the weighted mean of the teachers'
/// cosines, so they outvote each other's mistakes.
/// </summary>
internal sealed class TeacherPanel : IDisposable
{
    private readonly List<(TeacherModel Model, float Length)> _teachers = [];

    /// <summary>Starts the networks.</summary>
    /// <param name="files">At least one.</param>
    /// <param name="threads">Threads to compute with.</param>
    /// <exception cref="Data.DataException">A file is missing, or holds no network for faces.</exception>
    public TeacherPanel(IReadOnlyList<TeacherFile> files, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfZero(files.Count);
        double sum = files.Sum(file => (double)file.Weight);
        try
        {
            foreach (var file in files)
                _teachers.Add((new TeacherModel(file, threads), (float)Math.Sqrt(file.Weight / sum)));
        }
        catch
        {
            Dispose();
            throw;
        }
        Hash = string.Join(" + ", _teachers.Zip(files, (teacher, file) => files.Count == 1 ? teacher.Model.Hash : $"{teacher.Model.Hash} x {file.Weight:R}"));
    }

    /// <summary>Tells panels apart.</summary>
    public string Hash { get; }

    /// <summary>How many numbers an answer has.</summary>
    public int Dimension => _teachers.Sum(teacher => teacher.Model.Dimension);

    /// <summary>The answer about a stored face as it stands on the template, a unit vector.</summary>
    /// <param name="rgb">A stored face.</param>
    /// <param name="both">Whether each is asked about its mirror image too.</param>
    public float[] Embed(ReadOnlySpan<byte> rgb, bool both)
    {
        var answer = new float[Dimension];
        int at = 0;
        foreach (var (model, length) in _teachers)
        {
            TensorPrimitives.Multiply(model.Embed(rgb, both), length, answer.AsSpan(at, model.Dimension));
            at += model.Dimension;
        }
        return answer;
    }

    public void Dispose()
    {
        foreach (var (model, _) in _teachers)
            model.Dispose();
    }
}
