using Semblance.Recognition;

namespace Semblance.Sessions;

/// <summary>Nothing is asked about who it is: the first usable face answers, so that liveness alone decides.</summary>
internal sealed class LivenessQuestion : IQuestion
{
    private static readonly Identification s_anybody = Identification.Without(Decision.Without(Outcome.Match)), s_nobody = Identification.Without(Decision.Without(Outcome.Undecided, "No usable face was seen."));

    public int Count { get; private set; }

    public int Attempts { get; private set; } = 1;

    public double? Fmr => null;

    public Identification Answer => Count > 0 ? s_anybody : s_nobody;

    public Identification Conclusion => Answer;

    public void Add(FaceReading.Usable face, TimeSpan time) => Count++;

    public void NextAttempt()
    {
        if (Count > 0)
            Attempts++;
        Count = 0;
    }
}
