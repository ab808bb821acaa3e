using Semblance.Training.Data;
using Semblance.Training.Networks;
using static TorchSharp.torch;

namespace Semblance.Training.Export;

/// <summary>
/// Whether an exported network answers as the trained one does. A training that measures itself does not notice arithmetic that is wrong on this machine, and all it has learned is of no use
/// elsewhere (docs/decisions/0006); ONNX Runtime computes on its own.
/// </summary>
internal static class ExportCheck
{
    private const int Faces = 4;
    private const double MostDifference = 1e-3;

    /// <summary>Compares the answers to a few made pictures.</summary>
    /// <param name="network">The trained network; it ends in the mode that it is in.</param>
    /// <param name="model">The file it became.</param>
    /// <exception cref="DataException">The answers differ by more than a thousandth of their length.</exception>
    public static void Require(EmbeddingNetwork network, byte[] model)
    {
        var (channels, height, width) = network.Input;
        var pictures = new float[Faces * channels * height * width];
        var random = new Random(1);
        for (int i = 0; i < pictures.Length; i++)
            pictures[i] = (float)(2 * random.NextDouble() - 1);
        double difference = Difference(Trained(network, pictures), Exported(model, pictures, [Faces, channels, height, width]));
        if (!(difference <= MostDifference))
        {
            throw new DataException($"libtorch and ONNX Runtime give different answers of one network (by {difference:P1} of their length): one of them computes wrongly on this machine. Nothing was exported. "
                + "ONEDNN_MAX_CPU_ISA must be AVX2, as semblance-train sets it where nobody else does.");
        }
    }

    private static double Difference(float[] trained, float[] exported)
    {
        double apart = 0, length = 0;
        for (int i = 0; i < trained.Length; i++)
        {
            apart += Math.Pow(trained[i] - exported[i], 2);
            length += Math.Pow(trained[i], 2);
        }
        return Math.Sqrt(apart / length);
    }

    private static float[] Trained(EmbeddingNetwork network, float[] pictures)
    {
        using var scope = TorchScope.Enter();
        using var noGradient = no_grad();
        bool isTraining = network.training;
        network.eval();
        var (channels, height, width) = network.Input;
        var device = network.parameters().First().device;
        float[] answers = network.forward(tensor(pictures, [Faces, channels, height, width]).to(device)).cpu().contiguous().data<float>().ToArray();
        network.train(isTraining);
        return answers;
    }

    private static float[] Exported(byte[] model, float[] pictures, long[] size)
    {
        using var exported = OnnxNetwork.Load(model, new NetworkShape([], [], "so it is no network for faces"));
        using var outputs = exported.Run(pictures, size);
        return outputs[0].ToArray();
    }
}
