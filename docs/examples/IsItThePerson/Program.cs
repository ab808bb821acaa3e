using Semblance;
using Semblance.OpenCv;

using var engine = ModelPack.Builtin().Start();
engine.UseLiveness(() => new LucasKanadeTracker());

using var enrolment = engine.Enroll(LivenessPolicy.Off);
enrolment.AddPhoto(new Frame(0, TimeSpan.Zero, PhotoReader.Read(args[0]), args[0]));
if (enrolment.Conclude().Decision is { Outcome: not Outcome.Match } refusal)
{
    Console.WriteLine($"{refusal.Outcome}: {string.Join(" ", refusal.Reasons)}");
    return 1;
}

using var session = engine.Verify(enrolment.ToTemplate("Anna"), LivenessPolicy.Passive);
using var source = FrameSources.Open(args[1]);
while (source.Read() is { } frame && !session.Add(frame).IsFinal)
{
}

var decision = session.Conclude().Decision;
Console.WriteLine($"{decision.Outcome} {string.Join(" ", decision.Reasons)}".TrimEnd());
return decision.Outcome == Outcome.Match ? 0 : 1;
