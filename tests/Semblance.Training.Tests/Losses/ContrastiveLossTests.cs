using static TorchSharp.torch;

namespace Semblance.Training.Tests.Losses;

public class ContrastiveLossTests
{
    [Fact]
    public void Euclidean_ThreeFourFive_IsFive()
    {
        using var scope = NewDisposeScope();
        var distance = PairDistance.Euclidean(tensor(new float[,] { { 1, 2 }, { 0, 0 } }), tensor(new float[,] { { 4, 6 }, { 0, 0 } }));

        Assert.Equal([5f, MathF.Sqrt(1e-7f)], distance.data<float>().ToArray());
    }

    // Worked by hand, margin 1: same at 0.6 -> 0.36; different at 0.7 -> 0.3 (squared 0.09); different at 1.5 -> 0; mean of three.
    [Theory]
    [InlineData(nameof(ContrastiveForm.Hinge), (0.36 + 0.3 + 0) / 3)]
    [InlineData(nameof(ContrastiveForm.SquaredHinge), (0.36 + 0.09 + 0) / 3)]
    public void Mean_HandWorkedPairs_IsTheSumByHand(string form, double expected)
    {
        using var scope = NewDisposeScope();
        var loss = new ContrastiveLoss(1, Enum.Parse<ContrastiveForm>(form)).Mean(tensor(new[] { 0.6, 0.7, 1.5 }), tensor(new[] { 1.0, 0, 0 }));

        Assert.Equal(expected, loss.item<double>(), 12);
    }

    [Theory]
    [InlineData(nameof(ContrastiveForm.Hinge))]
    [InlineData(nameof(ContrastiveForm.SquaredHinge))]
    public void Gradient_OfRandomPairs_IsTheNumericOne(string form)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var loss = new ContrastiveLoss(1, Enum.Parse<ContrastiveForm>(form));
        using var b = rand(6, 4, dtype: float64);
        using var same = tensor(new double[] { 1, 0, 1, 0, 0, 1 });
        using var a = rand(6, 4, dtype: float64).requires_grad_();

        NumericGradient.Check(a, x => loss.Mean(PairDistance.Euclidean(x, b), same));
    }
}
