using System.Text.Json.Nodes;
using Semblance.Evaluation;

namespace Semblance.Tests.Evaluation;

public class EvaluationJsonTests
{
    private static readonly VerificationResult Result = new()
    {
        Pairs = 1000, Genuine = 400, Impostor = 600, Subjects = 90, FailedGenuine = 2, FailedImpostor = 1,
        Accuracy = 0.95, AccuracyStd = 0.01, AccuracyInterval = new(0.94, 0.96), Auc = 0.99, AucInterval = new(0.98, 0.995), Eer = 0.05,
        EerThreshold = 0.3, TarAtFmr = [new(0.01, 0.9, 0.4, true, new(0.85, 0.93)), new(0.001, null, null, true, null)],
    };

    [Fact]
    public void Serialize_Result_KeepsTheContract()
    {
        string json = EvaluationJson.Serialize(Result, 12.5, "builtin");

        Assert.StartsWith(
            """
            {"pairs":1000,"failedToAcquire":3,"accuracy":0.95,"accuracyStd":0.01,"auc":0.99,"eer":0.05,"tarAtFmr":{"0.01":0.9,"0.001":null},"ci":{"accuracy":[0.94,0.96],"auc":[0.98,0.995],"eer":null,"tarAtFmr":{"0.01":[0.85,0.93],"0.001":null}},"millisecondsPerFace":12.5,
            """.Trim(), json);
        var document = JsonNode.Parse(json)!;
        Assert.Equal("""["0.01"]""", document["weak"]!.ToJsonString());
        Assert.Equal(("builtin", 90, 0.4), ((string?)document["pack"], (int)document["subjects"]!, (double)document["tarThreshold"]!["0.01"]!));
    }

    [Fact]
    public void Serialize_NothingMeasured_KeepsEveryKeyWithNull()
    {
        var document = JsonNode.Parse(EvaluationJson.Serialize(VerificationMetrics.Compute([])))!.AsObject();

        foreach (string key in new[] { "accuracy", "accuracyStd", "auc", "eer", "millisecondsPerFace" })
        {
            Assert.True(document.ContainsKey(key), key);
            Assert.Null(document[key]);
        }
        Assert.Equal("""{"0.01":null,"0.001":null}""", document["tarAtFmr"]!.ToJsonString());
    }
}
