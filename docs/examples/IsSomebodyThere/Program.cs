using Semblance.Liveness;
using Semblance.OpenCv;
using Semblance.Packs;
using Semblance.Recognition;

using var engine = ModelPack.Builtin().Start();
using var liveness = engine.CreateLiveness(() => new LucasKanadeTracker());
using var test = liveness.Begin(LivenessPolicy.Passive);
using var source = FrameSources.Open(args[0]);
var pipeline = engine.CreatePipeline(engine.Pack.Quality.Verification);
while (!test.Result.IsFinal && source.Read() is { } frame)
    test.Add(LivenessFrame.Of(frame.Photo, frame.Time, pipeline.ReadMain(frame.Photo)));

Console.WriteLine(test.Result.Word);
foreach (var check in test.Result.Checks)
    Console.WriteLine($"{check.Name}: {check.Verdict} {string.Join(" ", check.Reasons)}");
