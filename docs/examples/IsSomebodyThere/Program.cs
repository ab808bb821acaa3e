using Semblance;
using Semblance.OpenCv;

using var engine = ModelPack.Builtin().Start();
engine.UseLiveness(() => new LucasKanadeTracker());
using var session = engine.CheckLiveness(LivenessPolicy.Passive);
using var source = FrameSources.Open(args[0]);
while (source.Read() is { } frame && !session.Add(frame).IsFinal)
{
}

var answer = session.Conclude();
Console.WriteLine(answer.Liveness.Word);
foreach (var check in answer.Liveness.Checks)
    Console.WriteLine($"{check.Name}: {check.Verdict} {string.Join(" ", check.Reasons)}");
