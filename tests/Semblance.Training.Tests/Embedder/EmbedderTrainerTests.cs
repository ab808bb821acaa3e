using System.Text.Json;
using Semblance.Training.Embedder;
using Semblance.Training.Faces;
using Semblance.Training.Tests.Faces;

namespace Semblance.Training.Tests.Embedder;

public class EmbedderTrainerTests
{
    internal static EmbedderRecipe Short { get; } = new() { Epochs = 4, Decay = 1, Steps = 5, BatchSize = 8, RealFaces = 5, Dimension = MadeAlignedFaces.Dimension, WarmUp = 4, Likeness = 0.98, HeldOutLikeness = 0.98 };
    private static readonly AlignedFaces s_faces = MadeAlignedFaces.Create(people: 12, photos: 4);
    private static readonly TeacherEmbeddings s_teacher = MadeAlignedFaces.Teach(s_faces);
    private static readonly MadeFaceFiles s_made = Make(30);

    [Fact]
    public void Run_Resumed_EndsAtTheWeightsOfAnUninterruptedRun()
    {
        using var folder = new TemporaryFolder();
        var whole = Train(folder.File("whole.bin"), resume: false, stopAtStep: null);
        var first = Train(folder.File("parts.bin"), resume: false, stopAtStep: 7);
        var resumed = Train(folder.File("parts.bin"), resume: true, stopAtStep: null);

        Assert.Equal(7, first.State.Step);
        Assert.Equal(whole.State.History.Select(epoch => epoch with { Seconds = 0 }), resumed.State.History.Select(epoch => epoch with { Seconds = 0 }));
        Assert.Equal(whole.Weights, resumed.Weights);
        Assert.NotEqual(whole.Weights, first.Weights);
    }

    [Fact]
    public void Run_LearnablePeople_AnswersAsTheTeacherDoes()
    {
        using var folder = new TemporaryFolder();

        var (state, _) = Train(folder.File("checkpoint.bin"), resume: false, stopAtStep: null, Short with { Epochs = 16, Decay = 6, Steps = 10 });

        Assert.True(state.History[^1].Loss < 0.7 * state.History[0].Loss, $"the loss went from {state.History[0].Loss} to {state.History[^1].Loss}");
        Assert.True(state.History[^1].Cosine > state.History[0].Cosine + 0.2, $"the cosine went from {state.History[0].Cosine} to {state.History[^1].Cosine}");
        Assert.True(File.Exists(folder.File("checkpoint.stable.bin")));
    }

    [Fact]
    public void Run_CheckpointOfAnotherRecipe_Refuses()
    {
        using var folder = new TemporaryFolder();
        Train(folder.File("checkpoint.bin"), resume: false, stopAtStep: 2);

        var failure = Assert.Throws<DataException>(() => Train(folder.File("checkpoint.bin"), resume: true, stopAtStep: null, Short with { Margin = 0.3 }));

        Assert.Contains("another recipe", failure.Message);
    }

    [Fact]
    public void Run_MoreMadeFacesThanBefore_GoesOn()
    {
        using var folder = new TemporaryFolder();
        var first = Train(folder.File("checkpoint.bin"), resume: false, stopAtStep: 2);

        var more = Train(folder.File("checkpoint.bin"), resume: true, stopAtStep: 4, made: Make(45));

        Assert.Equal((2, 4), (first.State.Step, more.State.Step));
    }

    [Fact]
    public void Run_NoMadeFaces_LearnsFromTheCollectionAlone()
    {
        using var folder = new TemporaryFolder();

        var (state, _) = Train(folder.File("checkpoint.bin"), resume: false, stopAtStep: null, made: Make(0));

        Assert.Equal(4, state.History.Count);
        Assert.True(state.History[^1].Loss < state.History[0].Loss, $"the loss went from {state.History[0].Loss} to {state.History[^1].Loss}");
    }

    [Fact]
    public void Run_FromSavedWeights_BeginsWhereTheyEnded()
    {
        using var folder = new TemporaryFolder();
        string weights = folder.File("embedder.weights");
        var fresh = Train(folder.File("first.bin"), resume: false, stopAtStep: null, Short with { Epochs = 10, Decay = 4 }, saveTo: weights);

        var further = Train(folder.File("second.bin"), resume: false, stopAtStep: null, Short with { Epochs = 1 }, from: new FirstWeights(weights));

        Assert.True(further.State.History[0].Cosine > fresh.State.History[0].Cosine + 0.12, $"it begins at a cosine of {further.State.History[0].Cosine}, as a random one does ({fresh.State.History[0].Cosine})");
        File.WriteAllBytes(weights, File.ReadAllBytes(weights)[..5000]);
        Assert.Contains("holds no weights", Assert.Throws<DataException>(() => Train(folder.File("third.bin"), resume: false, stopAtStep: 1, from: new FirstWeights(weights))).Message);
    }

    [Fact]
    public void Run_FromWeightsOfAnotherTeacher_FitsTheLastLayerToThisOne()
    {
        using var folder = new TemporaryFolder();
        string weights = folder.File("embedder.weights");
        Train(folder.File("first.bin"), resume: false, stopAtStep: null, Short with { Epochs = 10, Decay = 4 }, saveTo: weights);
        int dimension = MadeAlignedFaces.Dimension;
        // The same answers by other names: their numbers in another order.
        var other = new TeacherEmbeddings(dimension, [.. s_teacher.Embeddings.Chunk(dimension).SelectMany(answer => answer.Reverse())]);

        double Begin(bool fitLast)
        {
            using var trainer = Trainer(Short with { Epochs = 1 }, Make(0), new FirstWeights(weights, fitLast), other);
            return new TrainingLoop<EmbedderRecipe, EmbedderEpoch>(trainer, folder.File($"{fitLast}.bin")).Run(resume: false, null, CancellationToken.None).State.History[0].StrangerCosine;
        }

        double plain = Begin(fitLast: false), fitted = Begin(fitLast: true);
        Assert.True(fitted > plain + 0.1, $"strangers' cosine is {fitted} with the last layer fitted, {plain} without");
    }

    [Fact]
    public void TrainingSet_SomebodyHeldOutUnderAnotherName_IsLeftOutWhole()
    {
        var split = FaceSplit.Of(s_faces, otherPeople: 2, validationPeople: 2);
        int[] heldOut = [.. s_faces.Faces.Index().Where(face => split.Others.First() == face.Item.Identity).Select(face => face.Index)];
        // Two of three photos are known to the teacher; the third looks like nobody.
        var renamed = new AlignedFaces([.. s_faces.Faces, .. Enumerable.Range(0, 3).Select(i => new AlignedFace($"labelled/other/{i}.jpg", "other", s_faces.Faces[heldOut[i]].Rgb))]);
        float[] unlike = [.. Enumerable.Range(0, s_teacher.Dimension).Select(_ => (float)Math.Sqrt(1.0 / s_teacher.Dimension))];
        var taught = new TeacherEmbeddings(s_teacher.Dimension, [.. s_teacher.Embeddings, .. s_teacher[heldOut[0]], .. s_teacher[heldOut[1]], .. unlike]);

        var set = EmbedderTrainingSet.Of(renamed, split, taught, Short);

        Assert.All(Enumerable.Range(0, set.Count), item => Assert.NotEqual("other", renamed.Faces[set.FaceAt(item)].Identity));
    }

    [Fact]
    public void TrainingSet_HeldOutPeopleAndTheirLikes_AreNotInIt()
    {
        var split = FaceSplit.Of(s_faces, otherPeople: 2, validationPeople: 2);

        var set = EmbedderTrainingSet.Of(s_faces, split, s_teacher, Short);
        // The unlabelled copy of a face of somebody held out.
        var heldOut = s_faces.Faces.Index().First(face => split.Others.Contains(face.Item.Identity!));
        var withCopy = new AlignedFaces([.. s_faces.Faces, new AlignedFace("unlabelled/set/copy.jpg", null, heldOut.Item.Rgb)]);
        var copyTaught = new TeacherEmbeddings(s_teacher.Dimension, [.. s_teacher.Embeddings, .. s_teacher[heldOut.Index]]);
        var careful = EmbedderTrainingSet.Of(withCopy, split, copyTaught, Short);

        Assert.All(Enumerable.Range(0, set.Count), item => Assert.True(split.IsForTraining(s_faces.Faces[set.FaceAt(item)].Identity!)));
        Assert.Equal(set.LeftOut + 1, careful.LeftOut);
        Assert.Equal(set.Count, careful.Count);
    }

    // Such files of the version before hold days of work.
    [Fact]
    public void Run_CheckpointOfTheVersionBefore_GoesOnAsToday()
    {
        using var folder = new TemporaryFolder();
        var whole = Train(folder.File("whole.bin"), resume: false, stopAtStep: null);
        var half = Train(folder.File("today.bin"), resume: false, stopAtStep: 7);
        using (var trainer = Trainer(Short, s_made))
        using (var writer = new BinaryWriter(File.Create(folder.File("before.bin"))))
        {
            var state = Checkpoint.Read(folder.File("today.bin"), trainer);
            writer.Write("semblance-embedder-2");
            writer.Write(JsonSerializer.Serialize(new
            {
                state.Recipe, state.Seed, Faces = 30, Made = 30, Epoch = 1, Step = 2, LossSum = state.Round.Sums[0], CosineSum = state.Round.Sums[1],
                Correct = (long)Math.Round(state.Round.Sums[2] * Short.RealFaces), state.Round.Seconds, state.History,
            }));
            trainer.Network.save(writer);
            trainer.Average.save(writer);
            trainer.Optimizer.Save(writer);
        }

        var resumed = Train(folder.File("before.bin"), resume: true, stopAtStep: null);

        Assert.Equal(7, half.State.Step);
        Assert.Equal(whole.Weights, resumed.Weights);
        Assert.Equal(whole.State.History.Select(epoch => Math.Round(epoch.Accuracy, 9)), resumed.State.History.Select(epoch => Math.Round(epoch.Accuracy, 9)));
    }

    private static (TrainingState<EmbedderRecipe, EmbedderEpoch> State, float[] Weights) Train(string checkpoint, bool resume, int? stopAtStep, EmbedderRecipe? recipe = null, FirstWeights? from = null, string? saveTo = null, MadeFaceFiles? made = null)
    {
        using var stop = new CancellationTokenSource();
        using var trainer = Trainer(recipe ?? Short, made ?? s_made, from);
        var (state, _) = new TrainingLoop<EmbedderRecipe, EmbedderEpoch>(trainer, checkpoint).Run(resume, Immediate.StopAt(stopAtStep, stop), stop.Token);
        if (saveTo is not null)
            trainer.SaveWeights(saveTo);
        return (state, Weights.Of(trainer.Average));
    }

    private static EmbedderTrainer Trainer(EmbedderRecipe recipe, MadeFaceFiles made, FirstWeights? from = null, TeacherEmbeddings? taught = null)
    {
        var (split, teacher) = (FaceSplit.Of(s_faces, otherPeople: 2, validationPeople: 2), taught ?? s_teacher);
        var set = EmbedderTrainingSet.Of(s_faces, split, teacher, recipe);
        return new EmbedderTrainer(s_faces, set, made, new StrangerTest(s_faces, split, teacher, set.Looks), recipe, seed: 3, from);
    }

    internal static MadeFaceFiles Make(int count)
    {
        using var folder = new TemporaryFolder();
        using var teacher = MadeTeacher.Start(MadeTeacher.MeanColour(folder.File("mean.onnx")));
        var random = new Random(6);
        float[] directions = [.. Enumerable.Range(0, MadeAlignedFaces.Dimension * teacher.Dimension).Select(_ => (float)random.NextNormal())];
        if (count > 0)
            MadeFaceFiles.Write(MadeFaceFiles.FileOf(folder.Path, 0), 0, count, FaceMakerTests.Maker(s_faces, seed: 2), teacher);
        return MadeFaceFiles.Read(folder.Path, teacher.Hash, new Projection(teacher.Dimension, MadeAlignedFaces.Dimension, directions));
    }
}
