using static TorchSharp.torch;

namespace Semblance.Training.Tests.Losses;

public class DistillationLossTests
{
    private static readonly float[] s_axes = [1, 0, 0, 0, 1, 0, 0, 0, 1];

    [Fact]
    public void Loss_OnAnAxis_IsTheSumByHand()
    {
        using var scope = NewDisposeScope();
        using var loss = new DistillationLoss(s_axes, 3, margin: 0.2, scale: 5, likeness: 0.9, new DistillationWeights(Pull: 2, Apart: 0.5, Relations: 0));
        var embeddings = tensor(new float[,] { { 1, 0, 0 } });
        var targets = tensor(new float[,] { { 0.6f, 0.8f, 0 } });

        var (value, cosine, correct) = loss.Loss(embeddings, targets, tensor(new long[] { 0 }));

        double own = Math.Exp(5 * (1 - 0.2));
        Assert.Equal(-0.5 * Math.Log(own / (own + 2)) + 2 * (1 - 0.6), value.item<float>(), 1e-5f);
        Assert.Equal(0.6f, cosine.item<float>(), 1e-6f);
        Assert.Equal(1, correct.item<long>());
    }

    [Fact]
    public void Loss_FacesOfNobody_CountForTargetsAndRelationsOnly()
    {
        using var scope = NewDisposeScope();
        using var loss = new DistillationLoss(s_axes, 3, margin: 0, scale: 5, likeness: 0.9, new DistillationWeights(Pull: 1, Apart: 1, Relations: 10));
        var embeddings = tensor(new float[,] { { 1, 0, 0 }, { 0.6f, 0.8f, 0 } });
        var targets = tensor(new float[,] { { 1, 0, 0 }, { 0, 0, 1 } });

        var (value, cosine, correct) = loss.Loss(embeddings, targets, tensor(new long[] { 0 }));

        // One softmax, for the first face; cosines 1 and 0 to the targets; two of the four relations are 0.6 instead of 0.
        Assert.Equal(-Math.Log(Math.Exp(5) / (Math.Exp(5) + 2)) + (1 - 0.5) + 10 * 2 * 0.36 / 4, value.item<float>(), 1e-4f);
        Assert.Equal(0.5f, cosine.item<float>(), 1e-6f);
        Assert.Equal(1, correct.item<long>());
    }

    [Fact]
    public void Loss_PrototypesThatMayBeOnePerson_AreNotHeldAgainstEachOther()
    {
        using var scope = NewDisposeScope();
        float[] twins = [1, 0, 0, 0.8f, 0.6f, 0, 0, 0, 1];
        var embeddings = tensor(new float[,] { { 1, 0, 0 } });
        var people = tensor(new long[] { 0 });
        var softmaxOnly = new DistillationWeights(Pull: 0, Apart: 1, Relations: 0);
        using var apart = new DistillationLoss(twins, 3, margin: 0, scale: 5, likeness: 0.9, softmaxOnly);
        using var together = new DistillationLoss(twins, 3, margin: 0, scale: 5, likeness: 0.7, softmaxOnly);

        Assert.Equal(-Math.Log(Math.Exp(5) / (Math.Exp(5) + Math.Exp(4) + 1)), apart.Loss(embeddings, embeddings, people).Loss.item<float>(), 1e-5f);
        Assert.Equal(-Math.Log(Math.Exp(5) / (Math.Exp(5) + 1)), together.Loss(embeddings, embeddings, people).Loss.item<float>(), 1e-5f);
    }
}
