using Semblance.Imaging;
using Semblance.Packs;

using var engine = ModelPack.Builtin().Start();
var verifier = engine.CreateVerifier();
var decision = verifier.Compare(PhotoReader.Read(args[0]), PhotoReader.Read(args[1]));
Console.WriteLine($"{decision.Outcome}, score {decision.Score:0.000}, threshold {verifier.Threshold.Score:0.000}");
