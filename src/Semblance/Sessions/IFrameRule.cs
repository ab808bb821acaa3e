namespace Semblance.Sessions;

/// <summary>How the frames of one person become one answer about one claim: <see cref="MeanOfFrames"/> or <see cref="SequentialTest"/>.</summary>
internal interface IFrameRule
{
    /// <summary>How many frames count by now.</summary>
    int Count { get; }

    /// <summary>How many attempts there were, this one included. Always 1 where no rate is spent.</summary>
    int Attempts { get; }

    /// <summary>The answer by now.</summary>
    Decision Decision { get; }

    /// <summary>The answer when no more frames come.</summary>
    Decision Conclusion { get; }

    /// <summary>How sure it is that this is the person.</summary>
    Certainty Certainty { get; }

    /// <summary>How much speaks for the claim; compared with that of other claims under the same rule only.</summary>
    double Favour { get; }

    /// <summary>Adds a usable frame with its score against the template.</summary>
    void Add(double score, Embedding embedding);

    /// <summary>Forgets all frames: what comes now is another attempt.</summary>
    void NextAttempt();
}
