using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Semblance.Training.Loop;

/// <summary>Moves weights along their gradients.</summary>
internal interface IStepOptimizer : IDisposable
{
    /// <summary>Forgets the gradients.</summary>
    void ZeroGradients();

    /// <summary>Takes a step; gradients must be there.</summary>
    /// <param name="share">Share of the peak step size.</param>
    void Step(double share);

    /// <summary>Writes what it remembers.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Reads that.</summary>
    void Load(BinaryReader reader);
}

/// <summary>Adam, or with weight decay AdamW (Loshchilov and Hutter 2019).</summary>
/// <param name="weights">What learns.</param>
/// <param name="rate">Peak step size.</param>
/// <param name="weightDecay">Decoupled weight decay, 0 for none.</param>
/// <param name="epsilon">Added to the root of the mean square.</param>
/// <param name="longest">Gradients that are longer together are cut to this length; null: they are not.</param>
internal sealed class AdamOptimizer(IEnumerable<Parameter> weights, double rate, double weightDecay = 0, double epsilon = 1e-8, double? longest = null) : IStepOptimizer
{
    private readonly optim.Optimizer _adam = weightDecay == 0 ? optim.Adam(weights, rate, eps: epsilon) : optim.AdamW(weights, rate, eps: epsilon, weight_decay: weightDecay);

    public void ZeroGradients() => _adam.zero_grad();

    public void Step(double share)
    {
        if (longest is { } length)
            nn.utils.clip_grad_norm_(_adam.parameters(), length);
        foreach (var group in _adam.ParamGroups)
            group.LearningRate = rate * share;
        _adam.step();
    }

    public void Save(BinaryWriter writer) => ((OptimizerHelper)_adam).save_state_dict(writer);

    public void Load(BinaryReader reader) => ((OptimizerHelper)_adam).load_state_dict(reader);

    public void Dispose() => _adam.Dispose();
}
