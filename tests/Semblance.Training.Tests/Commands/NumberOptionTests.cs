using Semblance.Training.Commands;
using Semblance.Training.Detectors;

namespace Semblance.Training.Tests.Commands;

public class NumberOptionTests
{
    [Fact]
    public void Trainer_EveryNumericOption_RefusesWhatIsNoNumberForIt()
    {
        var root = CommandTree.Create();

        Assert.True(NumberSweep.Count(root) > 35);
        Assert.Empty(NumberSweep.Problems(root));
    }

    [Theory]
    [InlineData("siamese", "--threads", "0")]
    [InlineData("siamese", "--epochs", "0")]
    [InlineData("siamese", "--margin", "-1")]
    [InlineData("detector", "--minutes", "-3")]
    [InlineData("detector", "--steps", "0")]
    [InlineData("landmarks", "--steps", "0")]
    [InlineData("embedder", "--epochs", "0")]
    public void Trainer_NumberThatTrainsNothing_IsRefused(string command, string option, string text) =>
        Assert.Contains(CommandTree.Create().Parse([command, option, text]).Errors, error => error.Message.StartsWith($"{option} {text}: it must be "));

    [Theory]
    [InlineData("learningRate=0,5", "decimal point")]
    [InlineData("learningRate=NaN", "decimal point")]
    [InlineData("learningRate=-1", "at least 0")]
    [InlineData("width=1.5", "width")]
    public void Recipe_ChangedToWhatIsNoNumberForIt_IsRefusedInWords(string change, string words)
    {
        var refusal = Assert.Throws<ArgumentException>(() => RecipeJson.Change(new DetectorRecipe(), [change]));

        Assert.StartsWith(change, refusal.Message);
        Assert.Contains(words, refusal.Message);
    }
}
