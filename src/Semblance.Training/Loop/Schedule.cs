namespace Semblance.Training.Loop;

/// <summary>The form in which a step size falls.</summary>
internal enum Fall
{
    /// <summary>Along half a cosine.</summary>
    Cosine,

    /// <summary>In a straight line.</summary>
    Linear,
}

/// <summary>How the step size runs over a training, as a share of its peak: it rises in a straight line, stays, and falls over the last part.</summary>
/// <param name="WarmUp">The share of the training over which it rises, 0 to 1.</param>
/// <param name="Decay">The share of the training, its last, over which it falls to nothing; 0: it stays.</param>
/// <param name="Fall">How it falls.</param>
/// <param name="Least">It is never below this.</param>
internal sealed record Schedule(double WarmUp = 0, double Decay = 0, Fall Fall = Fall.Cosine, double Least = 0)
{
    /// <summary>The share of the peak for a step.</summary>
    /// <param name="before">Share of the training that is done before the step.</param>
    /// <param name="after">The same after it; where a training lasts minutes, nobody knows it yet: as before.</param>
    public double At(double before, double after)
    {
        double rise = WarmUp > 0 ? Math.Min(1, after / WarmUp) : 1, left = Decay > 0 ? Math.Clamp((1 - before) / Decay, 0, 1) : 1;
        return Math.Max(Least, rise * (Fall == Fall.Linear ? left : 0.5 * (1 - Math.Cos(Math.PI * left))));
    }
}
