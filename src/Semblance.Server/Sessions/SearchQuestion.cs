using Semblance.Identification;
using Semblance.Recognition;
using Semblance.Storage;

namespace Semblance.Server.Sessions;

/// <summary>Who is the person before the camera, or nobody?</summary>
/// <param name="following">Follows the person over the frames.</param>
/// <param name="question">What it decides by.</param>
/// <param name="find">Finds an enrolled person.</param>
internal sealed class SearchQuestion(PersonIdentification following, FaceIdentifier question, Func<Guid, CancellationToken, Task<Person?>> find) : IQuestion
{
    private Guid? _found;

    public string Purpose => "identify";

    public string? Claim => null;

    public Person? Claimed => null;

    public double? Fmr => question.Threshold?.Fmr;

    public int Frames => following.Frames;

    public int FramesThatCount => following.FramesThatCount;

    public Decision Add(FaceReading reading) => Keep(following.Add(reading));

    public void Forget() => following.Forget();

    public Decision Conclude() => Keep(following.Conclude());

    public async Task<Person?> FindMatchAsync(CancellationToken cancellation) => _found is { } id ? await find(id, cancellation) : null;

    private Decision Keep(Identification.Identification answer)
    {
        _found = answer.Person;
        return answer.Decision;
    }
}
