namespace Semblance.Liveness;

/// <summary>The names of the checks, as they stand in results and policies.</summary>
internal static class CheckNames
{
    /// <summary>A network that tells skin before a camera from paper and screens (<c>TextureCheck</c>).</summary>
    public const string Texture = "texture";

    /// <summary>Whether a face changes as people's do and no photo does, however it is moved (<c>LifeCheck</c>).</summary>
    public const string Life = "life";

    /// <summary>Whether what moves is a head or a flat picture (<c>MotionCheck</c>).</summary>
    public const string Motion = "motion";

    /// <summary>Head turns that nobody could foresee (<c>ChallengeCheck</c>).</summary>
    public const string Challenge = "challenge";

    /// <summary>Coloured light that the face must answer (<c>LightCheck</c>).</summary>
    public const string Light = "light";
}
