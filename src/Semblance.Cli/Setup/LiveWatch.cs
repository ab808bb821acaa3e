using System.CommandLine;
using Semblance.Cli.Commands;
using Semblance.Cli.Output;
using Semblance.Imaging;
using Semblance.Liveness;
using Semblance.Recognition;

namespace Semblance.Cli.Setup;

/// <summary>One watched face with what is known of its liveness; the decision and the name are what is left after it.</summary>
/// <param name="Face">The face.</param>
/// <param name="Liveness">Whether it is live.</param>
internal sealed record LiveFace(WatchedFace Face, LivenessResult Liveness);

/// <summary>Follows the liveness of every watched face by itself. Owns what it needs for it.</summary>
internal sealed class LiveWatch : IDisposable
{
    private readonly LivenessPolicy _policy;
    private readonly LivenessEngine? _engine;
    private readonly LivenessResult _nothing;
    private Dictionary<int, LivenessTest> _tests = [];

    private LiveWatch(LivenessPolicy policy, LivenessEngine? engine, string[] reasons) =>
        (_policy, _engine, _nothing) = (policy, engine, new LivenessResult(policy, LivenessVerdict.Unsure, [], reasons, []));

    /// <summary>Starts what --liveness asks for.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="engine">The running pack.</param>
    /// <param name="isPhotos">Photos are never live.</param>
    /// <exception cref="UsageException">A challenge, which a crowd cannot take.</exception>
    public static LiveWatch Begin(ParseResult arguments, Engine engine, bool isPhotos)
    {
        var policy = CommonOptions.PolicyOf(arguments, CommonOptions.Liveness);
        if (policy.MustBeLive.Contains(CheckNames.Challenge))
            throw new UsageException($"--liveness {policy.Name}: whoever is only watched is asked for nothing; use passive or off.");
        if (!policy.IsOn)
            Terminal.Note(LivenessView.OffWarning);
        return new LiveWatch(policy, policy.IsOn && !isPhotos ? engine.CreateLiveness() : null, isPhotos && policy.IsOn ? [LiveSession.StillReason] : []);
    }

    /// <summary>Takes the faces of the next frame; only they live on.</summary>
    public IReadOnlyList<LiveFace> Add(Frame frame, IReadOnlyList<WatchedFace> faces)
    {
        var tests = _engine is null ? [] : faces.ToDictionary(face => face.Id, face => _tests.GetValueOrDefault(face.Id) ?? _engine.Begin(_policy));
        foreach (var gone in _tests.Where(old => !tests.ContainsKey(old.Key)))
            gone.Value.Dispose();
        _tests = tests;
        return [.. faces.Select(face => Judge(frame, face))];
    }

    public void Dispose()
    {
        foreach (var test in _tests.Values)
            test.Dispose();
        _engine?.Dispose();
    }

    private LiveFace Judge(Frame frame, WatchedFace face)
    {
        var liveness = _nothing;
        if (_tests.TryGetValue(face.Id, out var test))
        {
            test.Add(new LivenessFrame(frame.Photo, frame.Time, face.Face, face.Embedding));
            liveness = test.Result;
        }
        var decision = liveness.Join(face.Decision);
        return new LiveFace(face with { Decision = decision, Name = decision.Outcome == Outcome.Match ? face.Name : null }, liveness);
    }
}
