using Semblance;

using var engine = ModelPack.Builtin().Start();
var decision = engine.Compare(PhotoReader.Read(args[0]), PhotoReader.Read(args[1]));
Console.WriteLine($"{decision.Outcome}, score {decision.Score:0.000}, threshold {engine.ThresholdFor(null).Score:0.000}");
