using Semblance.Recognition;
using Semblance.Server.Decisions;
using Semblance.Storage;

namespace Semblance.Server.Sessions;

/// <summary>A claim: is the person before the camera who they say they are?</summary>
/// <param name="claim">Who is claimed.</param>
/// <param name="verifier">Decides.</param>
internal sealed class ClaimQuestion(Claim claim, FaceVerifier verifier) : IQuestion
{
    private readonly ClaimVerification _following = verifier.Begin(claim.Template);

    public string Purpose => "verify";

    public string? Claim => claim.Subject;

    public Person? Claimed => claim.Person;

    public double? Fmr => verifier.Threshold.Fmr;

    public int Frames => _following.Frames;

    public int FramesThatCount => _following.FramesThatCount;

    public Decision Add(FaceReading reading) => _following.Add(reading);

    public void Forget() => _following.Forget();

    public Decision Conclude() => _following.Conclude();

    public Task<Person?> FindMatchAsync(CancellationToken cancellation) => Task.FromResult(claim.Person);
}
