namespace Semblance.Training.Tests;

/// <summary>Tells of progress on the training's own thread, before its next step.</summary>
internal sealed class Immediate(Action<TrainingProgress> report) : IProgress<TrainingProgress>
{
    /// <summary>Stops a training after a step.</summary>
    public static Immediate StopAt(int? step, CancellationTokenSource stop) => new(progress =>
    {
        if (progress.Step == step)
            stop.Cancel();
    });

    public void Report(TrainingProgress value) => report(value);
}

/// <summary>The numbers of a network.</summary>
internal static class Weights
{
    public static float[] Of(TorchSharp.torch.nn.Module network) => [.. network.state_dict().Values.SelectMany(tensor =>
    {
        using var flat = tensor.detach().to(TorchSharp.torch.float32).flatten().contiguous();
        return flat.data<float>().ToArray();
    })];
}
