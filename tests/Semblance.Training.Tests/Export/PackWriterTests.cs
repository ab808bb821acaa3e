using System.Text.Json.Nodes;
using Semblance.Recognition;
using Semblance.Training.Export;
using static TorchSharp.torch;

namespace Semblance.Training.Tests.Export;

public class PackWriterTests
{
    // The whole way of a user's photo through a written pack (decoding, alignment, scaling, ONNX) against the network in training's hands.
    [Theory]
    [InlineData("lesson", "classic", "euclidean")]
    [InlineData("strong", "classic-strong", "cosine")]
    public void Write_RealFace_ThePackEmbedsItAsTheTrainingDoes(string recipe, string pack, string comparator)
    {
        string data = TestData.Require("att_faces");
        using var folder = new TemporaryFolder();
        manual_seed(1);
        using var network = recipe == "lesson" ? LessonNetwork.Create() : ResidualNetwork.Create(8, mirror: true);
        network.eval();

        var written = PackWriter.Write(folder.Path, network, Recipe.Named(recipe), 0.5, "for a test", "none", new JsonObject());
        using var embedder = written.CreateEmbedder();
        var photo = PhotoReader.Read(Path.Combine(data, "s1", "1.pgm"));
        var actual = embedder.Embed(written.CreateAligner().Align(photo, new Face(new Box(0, 0, photo.Width, photo.Height), 1)));

        using var scope = TorchScope.Enter();
        using var noGradient = no_grad();
        var expected = network.forward(IdentityFolder.Read(data, _ => { }).ToTensor([0])).contiguous().data<float>().ToArray();
        Assert.StartsWith(pack + "-", written.Id);
        Assert.Equal(written.Id, actual.ModelId);
        Assert.Same(Comparator.Named(comparator), written.Comparator);
        Assert.All(expected.Zip(actual.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}
