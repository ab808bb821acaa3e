using Semblance.Training.Embedder;
using static TorchSharp.torch;

namespace Semblance.Training.Tests.Embedder;

public class MuonTests
{
    [Theory]
    [InlineData(20, 60)]
    [InlineData(60, 20)]
    [InlineData(32, 32)]
    public void Orthogonal_RandomMatrix_HasSingularValuesNearOne(long rows, long columns)
    {
        using var scope = NewDisposeScope();
        manual_seed(3);

        var values = linalg.svdvals(Muon.Orthogonal(randn(rows, columns))).data<float>().ToArray();

        // A nearly singular direction of a square matrix may stay short; the others may not.
        Assert.All(values.Take((int)(0.8 * values.Length)), value => Assert.InRange(value, 0.6f, 1.3f));
    }

    [Fact]
    public void Step_LinearRegression_FindsTheDirectionAndKeepsTheLength()
    {
        manual_seed(1);
        using var layer = nn.Linear(32, 16, hasBias: false);
        using var goal = randn(16, 32);
        goal.mul_(Math.Sqrt(16) / goal.norm().item<float>());
        using var muon = new Muon(layer.parameters(), angle: 0.05, rate: 1e-3);
        double first = 0, last = 0;

        for (int step = 0; step < 300; step++)
        {
            using var scope = TorchScope.Enter();
            muon.ZeroGradients();
            var x = randn(64, 32);
            var loss = (layer.forward(x) - x.mm(goal.t())).square().mean();
            loss.backward();
            muon.Step(1 - step / 300.0);
            last = loss.item<float>();
            first = step == 0 ? last : first;
        }

        Assert.True(last < 0.01 * first, $"the loss went from {first} to {last}");
        using var length = layer.weight!.norm();
        Assert.Equal(4, length.item<float>(), 1e-3f);
    }
}
