using Semblance.Training;
using Semblance.Training.Att;
using Semblance.Training.Siamese;
ProcessEnvironment.Prepare();
TorchSharp.torch.set_num_threads(int.Parse(args[1]));
var faces = AttFaces.Read(args[0]);
var node = System.Text.Json.JsonSerializer.SerializeToNode(Recipe.Named(args[2].Split(':')[0]))!;
foreach (var kv in args[2].Split(':').Skip(1)) { var k = kv.Split('='); node[k[0]] = System.Text.Json.Nodes.JsonNode.Parse(k[1]); }
var recipe = System.Text.Json.JsonSerializer.Deserialize<Recipe>(node)!; Console.WriteLine(node.ToJsonString());
var cv = new CrossValidation(faces, 8, recipe, args[3] == "inner", args[4]);
foreach (int seed in args[5].Split(',').Select(int.Parse))
{
    var folds = args.Length > 6 ? args[6].Split(',').Select(int.Parse) : Enumerable.Range(0, 8);
    foreach (int fold in folds)
    {
        var r = cv.Run(seed, fold, null, default);
        Console.WriteLine($"{seed} {fold} {r.Seconds:F0}s cpu {r.CpuSeconds:F0} acc {r.History[^1].TrainAccuracy:F3} loss {r.History[^1].TrainLoss:F3}");
    }
}
return 0;
