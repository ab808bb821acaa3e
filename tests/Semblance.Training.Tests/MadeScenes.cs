using Semblance.Training.Detectors;
using Semblance.Training.Export;
using static TorchSharp.torch;

namespace Semblance.Training.Tests;

/// <summary>Scenes and teachers that need no data: discs on noise, and a network that sees a face nowhere.</summary>
internal static class MadeScenes
{
    public static SceneSet Create()
    {
        var scenes = Enumerable.Range(0, 6).Select(Disc).ToList();
        return new SceneSet(scenes, scenes, scenes, scenes, scenes);
    }

    public static GridTeacher BlindTeacher(TemporaryFolder folder)
    {
        manual_seed(5);
        using var network = DetectorNetwork.Create(width: 8, pyramid: 8);
        network.eval();
        using (no_grad())
        {
            foreach (var (_, weight) in network.named_parameters().Where(p => p.name.EndsWith("out.weight")))
                weight.zero_();
        }
        string file = folder.File("teacher.onnx");
        File.WriteAllBytes(file, DetectorExport.ToOnnx(network));
        return new GridTeacher(file);
    }

    private static Scene Disc(int seed)
    {
        const int Side = 128;
        var random = new Random(seed);
        var grey = new byte[Side * Side];
        float x = random.Next(40, 88), y = random.Next(40, 88), radius = random.Next(15, 30);
        for (int i = 0; i < grey.Length; i++)
            grey[i] = (byte)(Math.Pow(i % Side - x, 2) + Math.Pow(i / Side - y, 2) < radius * radius ? 200 : random.Next(60));
        var landmarks = new Landmarks(new(x - radius / 2, y - radius / 3), new(x + radius / 2, y - radius / 3), new(x, y), new(x - radius / 3, y + radius / 2), new(x + radius / 3, y + radius / 2));
        return new Scene($"{seed}", Photo.FromGrey(Side, Side, grey), [new KnownFace(new Box(x - radius, y - radius, 2 * radius, 2 * radius), landmarks)]);
    }
}
