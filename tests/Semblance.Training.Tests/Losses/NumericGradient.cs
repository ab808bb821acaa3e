using static TorchSharp.torch;

namespace Semblance.Training.Tests.Losses;

/// <summary>Holds a gradient against central differences: the oracle for hand-written losses.</summary>
internal static class NumericGradient
{
    private const double Step = 1e-6;

    public static void Check(Tensor at, Func<Tensor, Tensor> function)
    {
        function(at).backward();
        var gradient = at.grad!.contiguous().data<double>().ToArray();
        var point = at.detach().contiguous().data<double>().ToArray();
        for (int i = 0; i < point.Length; i++)
        {
            double numeric = (Value(i, +Step) - Value(i, -Step)) / (2 * Step);
            Assert.Equal(numeric, gradient[i], 1e-6);
        }

        double Value(int index, double change)
        {
            var moved = (double[])point.Clone();
            moved[index] += change;
            return function(tensor(moved, at.shape)).item<double>();
        }
    }
}
