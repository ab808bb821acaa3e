using Semblance.Cli.Setup;

namespace Semblance.Cli.Login;

/// <summary>What came of looking at the camera.</summary>
/// <param name="Decision">The answer.</param>
/// <param name="UsableFrames">How many frames showed a face that could be compared.</param>
/// <param name="Fault">What broke it off beside the person: another login that took the camera, or the camera; null where nothing did. With a fault it is no yes, whatever was decided.</param>
internal sealed record LoginLook(Decision Decision, int UsableFrames, Exception? Fault);

/// <summary>Another login needs the camera.</summary>
internal sealed class CameraTakenException() : Exception("The camera is in use by another login.");

/// <summary>The networks and the camera: networks stay loaded until <see cref="Cool"/>, the camera is open while it is looked at and no longer. One look at a time. Safe for several threads.</summary>
/// <param name="settings">How logins are decided.</param>
/// <param name="openCamera">Opens the camera of the settings.</param>
internal sealed class LoginFaces(LoginSettings settings, Func<string, CancellationToken, IFrameSource> openCamera) : IDisposable
{
    private static readonly TimeSpan s_patienceOfRoot = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _camera = new(1, 1);
    private readonly Lock _lock = new();
    private Task<FaceEngine>? _engine;
    private CancellationTokenSource? _look;

    /// <summary>Whether the networks are loaded.</summary>
    public bool IsWarm
    {
        get
        {
            lock (_lock)
                return _engine is not null;
        }
    }

    /// <summary>The running networks; loads them where they are not.</summary>
    /// <exception cref="PackException">They are missing or damaged.</exception>
    public Task<FaceEngine> EngineAsync()
    {
        lock (_lock)
        {
            if (_engine is null or { IsFaulted: true } or { IsCanceled: true })
                _engine = Task.Run(() => Start(settings));
            return _engine;
        }
    }

    /// <summary>Unloads the networks. Not while anybody asks.</summary>
    public void Cool()
    {
        Task<FaceEngine>? engine;
        lock (_lock)
            (engine, _engine) = (_engine, null);
        if (engine is null)
            return;
        _ = ((IAsyncResult)engine).AsyncWaitHandle.WaitOne();
        if (engine.IsCompletedSuccessfully)
            engine.Result.Dispose();
    }

    /// <summary>Looks whether a person is before the camera, live. Root's question ends that of a user.</summary>
    /// <param name="isRoots">Whether root asks.</param>
    /// <param name="template">The person.</param>
    /// <param name="fmr">The false match rate; null: the pack's default.</param>
    /// <param name="policy">What is checked of liveness.</param>
    /// <param name="say">Tells the person what to do.</param>
    /// <param name="cancellation">The person broke off: the answer then is no match.</param>
    /// <exception cref="CameraTakenException">Another login uses the camera: nobody was looked at.</exception>
    public async Task<LoginLook> LookAsync(bool isRoots, Template template, double? fmr, LivenessPolicy policy, Action<string> say, CancellationToken cancellation)
    {
        var engine = await EngineAsync();
        if (isRoots)
        {
            lock (_lock)
                _look?.Cancel();
        }
        if (!await _camera.WaitAsync(isRoots ? s_patienceOfRoot : TimeSpan.Zero, cancellation))
            throw new CameraTakenException();
        using var taken = new CancellationTokenSource();
        try
        {
            lock (_lock)
                _look = isRoots ? null : taken;
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, taken.Token);
            var look = await Task.Run(() => Look(engine, template, fmr, policy, say, both.Token), CancellationToken.None);
            return taken.IsCancellationRequested ? look with { Fault = new CameraTakenException() } : look;
        }
        finally
        {
            lock (_lock)
                _look = null;
            _camera.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Cool();
        _camera.Dispose();
    }

    /// <summary>Loads the networks of the settings, with liveness.</summary>
    /// <exception cref="PackException">They are missing or damaged, or cannot check liveness.</exception>
    public static FaceEngine Start(LoginSettings settings)
    {
        var pack = settings.Pack is { } folder ? ModelPack.Load(folder) : ModelPack.Builtin();
        var engine = pack.Start(Engine.CreateDetector(pack, null), RuntimeOptions.Default);
        try
        {
            engine.UseLiveness(Engine.Tracker(), (pack.HasSpoofNetwork ? pack : ModelPack.Builtin()).CreateSpoofNetwork(engine.Runtime));
            return engine;
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    private LoginLook Look(FaceEngine engine, Template template, double? fmr, LivenessPolicy policy, Action<string> say, CancellationToken cancellation)
    {
        var limit = TimeSpan.FromSeconds(policy == LivenessPolicy.Challenge ? 3 * settings.Seconds : settings.Seconds);
        using var session = engine.Verify(template, policy, new FaceSessionOptions { Fmr = fmr, NoFace = limit, Longest = limit });
        string said = "";
        FrameSourceException? fault = null;
        try
        {
            using var camera = openCamera(settings.Camera, cancellation);
            while (camera.Read(cancellation) is { } frame && !session.Add(frame).IsFinal)
            {
                if (session.Answer.Prompt is { Turn: not null, Message: { Length: > 0 } words } && words != said)
                    say(said = words);
            }
            cancellation.ThrowIfCancellationRequested();
        }
        catch (OperationCanceledException)
        {
            session.BreakOff();
        }
        catch (FrameSourceException e)
        {
            // What was seen before counts: otherwise pulling the plug would undo a failure.
            fault = e;
            session.BreakOff();
        }
        return new LoginLook(session.Conclude().Decision, session.UsableFrames, fault);
    }
}
