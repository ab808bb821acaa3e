namespace Semblance.Liveness;

/// <summary>
/// One kind of evidence that a live person is before the camera. It is given the frames of one person in order and says at any time what they amount to. Used by one thread.
/// </summary>
internal interface ILivenessCheck : IDisposable
{
    /// <summary>One of <see cref="CheckNames"/>.</summary>
    string Name { get; }

    /// <summary>What was seen amounts to this.</summary>
    CheckResult Result { get; }

    /// <summary>Takes the next frame, which shows the same person as the last one. <see cref="LivenessFrame.Face"/> may be null for a frame or two.</summary>
    void Add(LivenessFrame frame);

    /// <summary>The person was lost from sight, or another has come: nothing that was seen speaks for whoever comes now. What speaks against them may be kept.</summary>
    void Reset();
}
