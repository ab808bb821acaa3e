using Semblance.Recognition;
using Semblance.Storage;

namespace Semblance.Server.Sessions;

/// <summary>What a session is asked, and what its frames say of it. Used by one thread at a time.</summary>
internal interface IQuestion
{
    /// <summary>verify or identify.</summary>
    string Purpose { get; }

    /// <summary>How failures of the claim are counted; null where nobody is claimed.</summary>
    string? Claim { get; }

    /// <summary>The claimed person; null where nobody is claimed or nobody has this name.</summary>
    Person? Claimed { get; }

    /// <summary>The false match rate of its decision.</summary>
    double? Fmr { get; }

    /// <summary>How many frames were taken.</summary>
    int Frames { get; }

    /// <summary>How many of them count.</summary>
    int FramesThatCount { get; }

    /// <summary>Takes the next frame and says what follows by now; undecided until the frames suffice.</summary>
    Decision Add(FaceReading reading);

    /// <summary>The person was lost or changed: what follows is another attempt.</summary>
    void Forget();

    /// <summary>The answer where no more frames come.</summary>
    Decision Conclude();

    /// <summary>The person of a match; null where they were removed meanwhile.</summary>
    Task<Person?> FindMatchAsync(CancellationToken cancellation);
}
