using static TorchSharp.torch;

namespace Semblance.Training.Tests.Losses;

public class IdentityLossTests
{
    // Two people, two photos each, embeddings on the axes: each query sees its partner at cosine 1 and two others at 0, at temperature 1.
    [Fact]
    public void BatchContrast_TwoPeopleOnAxes_IsTheSumByHand()
    {
        using var scope = NewDisposeScope();
        var embeddings = tensor(new double[,] { { 1, 0 }, { 1, 0 }, { 0, 1 }, { 0, 1 } });
        var labels = tensor(new long[] { 0, 0, 1, 1 });

        double loss = new BatchContrastLoss(1).Mean(embeddings, labels).item<double>();

        Assert.Equal(-Math.Log(Math.E / (Math.E + 2)), loss, 12);
    }

    [Fact]
    public void BatchContrast_PersonWithOnePhoto_CountsOnlyAsAnOther()
    {
        using var scope = NewDisposeScope();
        var embeddings = tensor(new double[,] { { 1, 0 }, { 1, 0 }, { 0, 1 } });

        double loss = new BatchContrastLoss(1).Mean(embeddings, tensor(new long[] { 0, 0, 1 })).item<double>();

        Assert.Equal(-Math.Log(Math.E / (Math.E + 1)), loss, 12);
    }

    [Fact]
    public void BatchContrast_Gradient_IsTheNumericOne()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        using var labels = tensor(new long[] { 0, 0, 1, 1, 2 });
        using var at = rand(5, 3, dtype: float64).requires_grad_();

        NumericGradient.Check(at, x => new BatchContrastLoss(0.5).Mean(nn.functional.normalize(x, p: 2, dim: 1), labels));
    }

    [Fact]
    public void Margin_WithoutMargin_IsCrossEntropyOfScaledCosines()
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var plain = new MarginLoss(dimension: 4, identities: 3, margin: 0, scale: 10);
        manual_seed(7);
        using var strict = new MarginLoss(dimension: 4, identities: 3, margin: 0.2, scale: 10);
        var embeddings = nn.functional.normalize(rand(5, 4), p: 2, dim: 1);
        var labels = tensor(new long[] { 0, 1, 2, 0, 1 });
        var centres = nn.functional.normalize(plain.parameters().Single().detach(), p: 2, dim: 1);
        var cosines = embeddings.matmul(centres.t());

        Assert.Equal(nn.functional.cross_entropy(cosines * 10, labels).item<float>(), plain.forward(embeddings, labels).item<float>(), 1e-5f);
        var lowered = cosines - 0.2 * nn.functional.one_hot(labels, 3).to(float32);
        Assert.Equal(nn.functional.cross_entropy(lowered * 10, labels).item<float>(), strict.forward(embeddings, labels).item<float>(), 1e-5f);
    }
}
