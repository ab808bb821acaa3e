using Semblance.Training.Loop;
using TorchSharp;
using static TorchSharp.torch;

namespace Semblance.Training.Embedder;

/// <summary>
/// The optimizer Muon (Jordan et al. 2024, "Muon: An optimizer for hidden layers in neural networks"): a layer's momentum is replaced
/// by the nearest orthogonal matrix, so every direction of a layer learns equally fast. Layers are followed by batch normalisation and
/// do not feel the length of their weights; it is held at the root of the number of outputs, so that the step size is the angle (in
/// radians, about) that a layer turns a step. What is no matrix (norms, depthwise filters) is left to Adam.
/// </summary>
internal sealed class Muon : IStepOptimizer
{
    private const double Momentum = 0.9;
    private const int Iterations = 5;

    private readonly List<(Tensor Weight, Tensor Momentum)> _matrices;
    private readonly optim.Optimizer _adam;
    private readonly double _angle;
    private readonly double _rate;

    /// <summary>Prepares the optimizer and brings the matrices to their length.</summary>
    /// <param name="parameters">The network's parameters.</param>
    /// <param name="angle">Peak step size of the matrices in radians.</param>
    /// <param name="rate">Peak step size of Adam.</param>
    public Muon(IEnumerable<TorchSharp.Modules.Parameter> parameters, double angle, double rate)
    {
        (_angle, _rate) = (angle, rate);
        var all = parameters.ToList();
        _matrices = [.. all.Where(IsMatrix).Select(weight => ((Tensor)weight, zeros_like(weight).DetachFromDisposeScope()))];
        _adam = optim.Adam(all.Where(weight => !IsMatrix(weight)), 1e-3, beta2: 0.99);
        using var noGradient = no_grad();
        foreach (var (weight, _) in _matrices)
            Rescale(weight);
    }

    public void ZeroGradients()
    {
        foreach (var (weight, _) in _matrices)
            weight.grad?.zero_();
        _adam.zero_grad();
    }

    public void Step(double share)
    {
        foreach (var group in _adam.ParamGroups)
            group.LearningRate = _rate * share;
        _adam.step();
        using var noGradient = no_grad();
        foreach (var (weight, momentum) in _matrices)
        {
            using var scope = NewDisposeScope();
            var gradient = weight.grad ?? throw new InvalidOperationException("A layer has no gradient: it does not take part in the loss.");
            momentum.mul_(Momentum).add_(gradient);
            var nesterov = gradient + momentum * Momentum;
            var update = Orthogonal(nesterov.reshape(weight.shape[0], -1));
            // An orthogonal matrix with r rows and c columns has the length of the root of the smaller number.
            double length = Math.Sqrt(Math.Min(update.shape[0], update.shape[1]));
            weight.add_(update.reshape(weight.shape), alpha: -_angle * share * Math.Sqrt(weight.shape[0]) / length);
            Rescale(weight);
        }
    }

    public void Save(BinaryWriter writer)
    {
        foreach (var (_, momentum) in _matrices)
            momentum.Save(writer);
        ((TorchSharp.Modules.OptimizerHelper)_adam).save_state_dict(writer);
    }

    public void Load(BinaryReader reader)
    {
        foreach (var (_, momentum) in _matrices)
            momentum.Load(reader);
        ((TorchSharp.Modules.OptimizerHelper)_adam).load_state_dict(reader);
    }

    public void Dispose()
    {
        foreach (var (_, momentum) in _matrices)
            momentum.Dispose();
        _adam.Dispose();
    }

    private static bool IsMatrix(Tensor weight) => weight.shape.Length >= 2 && weight.shape[1..].Aggregate(1L, (a, b) => a * b) >= 27 && weight.shape[1] > 1;

    private static void Rescale(Tensor weight)
    {
        using var scope = NewDisposeScope();
        weight.mul_(weight.norm().reciprocal() * Math.Sqrt(weight.shape[0]));
    }

    /// <summary>
    /// The orthogonal factor of a matrix, roughly (singular values 0.7 to 1.2), by Newton-Schulz iterations with the quintic
    /// polynomial of the paper.
    /// </summary>
    internal static Tensor Orthogonal(Tensor matrix)
    {
        bool tall = matrix.shape[0] > matrix.shape[1];
        var x = tall ? matrix.t() : matrix;
        x = x / (x.norm() + 1e-7);
        for (int i = 0; i < Iterations; i++)
        {
            var square = x.mm(x.t());
            var polynomial = square * -4.7750 + square.mm(square) * 2.0315;
            x = x * 3.4445 + polynomial.mm(x);
        }
        return tall ? x.t() : x;
    }
}
