using Semblance.Recognition;

namespace Semblance.Sessions;

/// <summary>What a session is asked about the person before the camera. It is given only faces that are that person's. Used by one thread.</summary>
internal interface IQuestion
{
    /// <summary>How many faces count: those of the attempt under way.</summary>
    int Count { get; }

    /// <summary>How many attempts there were, this one included.</summary>
    int Attempts { get; }

    /// <summary>The false match rate of its decision; null where it has none.</summary>
    double? Fmr { get; }

    /// <summary>The answer by now; undecided until the faces suffice.</summary>
    Identification Answer { get; }

    /// <summary>The answer where no more faces come.</summary>
    Identification Conclusion { get; }

    /// <summary>Takes the next face.</summary>
    void Add(FaceReading.Usable face, TimeSpan time);

    /// <summary>The person was lost or changed: what follows is another attempt.</summary>
    void NextAttempt();
}
