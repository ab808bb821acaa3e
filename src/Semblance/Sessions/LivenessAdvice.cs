using Semblance.Liveness;

namespace Semblance.Sessions;

/// <summary>What helps a person whom a check of liveness did not pass.</summary>
internal static class LivenessAdvice
{
    /// <summary>What to try, by <see cref="CheckOf"/>; empty where there is none.</summary>
    public static string After(LivenessResult result) => CheckOf(result) switch
    {
        CheckNames.Texture => "Come closer to the camera, in even light, with no screen or lamp behind you.",
        CheckNames.Life => "Move a little: turn your head, blink, or speak.",
        CheckNames.Motion => "Move your head a little by itself, and keep the camera still.",
        CheckNames.Challenge => "Keep your face in the picture and turn your head as the arrow says, one turn at a time.",
        CheckNames.Light => "Hold still close to the screen, make it brighter, and turn bright lamps and the sun away.",
        _ => "",
    };

    /// <summary>The name of the check that objected or, where none did, of the first that was not passed; null where all were, or nothing was checked.</summary>
    public static string? CheckOf(LivenessResult result)
    {
        var own = result.Checks.Where(check => result.Policy.Checks.Contains(check.Name)).ToList();
        var failed = own.FirstOrDefault(check => check.Verdict == LivenessVerdict.Spoof)
            ?? own.FirstOrDefault(check => check.Name == CheckNames.Challenge && check.Verdict != LivenessVerdict.Live)
            ?? own.FirstOrDefault(check => result.Policy.MustBeLive.Contains(check.Name) && check.Verdict != LivenessVerdict.Live)
            ?? own.FirstOrDefault(check => !check.IsSettled);
        return failed?.Name;
    }
}
