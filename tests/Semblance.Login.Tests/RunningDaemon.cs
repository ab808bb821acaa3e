using System.Net.Sockets;
using Semblance.Cli.Login;
using Semblance.Storage.Sqlite;
using Semblance.Testing;

namespace Semblance.Login.Tests;

/// <summary>The daemon inside the test process, with a clip for a camera, on a socket that everybody can reach.</summary>
internal sealed class RunningDaemon : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly LoginDaemon _daemon;
    private readonly Socket _listener;

    // Services that only tests have ask for no key, so that pamtester needs nobody who presses it.
    private static readonly LoginSettings s_settings = new()
    {
        Consent = new Dictionary<string, LoginConsent> { ["semblance-next"] = LoginConsent.None, ["empty"] = LoginConsent.None, ["broken"] = LoginConsent.None },
    };

    private RunningDaemon(LoginFixture fixture, SqliteStore store, string camera, LoginSettings settings, bool endsWhenIdle)
    {
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
        Store = store;
        _daemon = new LoginDaemon(settings, store, new LoginPlaces(fixture.Root), (_, cancellation) =>
        {
            Interlocked.Increment(ref _opened);
            return Cameras.Open(camera, cancellation);
        }, line => { lock (Log) Log.Add(line); });
        _listener = Listening.At(Socket);
        Over = _daemon.RunAsync(_listener, endsWhenIdle, _stop.Token);
    }

    private int _opened;

    public string Socket => _folder.File("socket");

    public string Folder => _folder.Path;

    public SqliteStore Store { get; }

    public List<string> Log { get; } = [];

    /// <summary>How often the camera was opened.</summary>
    public int CameraOpened => _opened;

    /// <summary>Ends when the daemon has.</summary>
    public Task Over { get; }

    public static async Task<RunningDaemon> StartAsync(LoginFixture fixture, string camera, LoginSettings? settings = null, bool endsWhenIdle = false)
    {
        var store = await new LoginPlaces(fixture.Root).OpenAsync(default);
        await store.Attempts.ClearAllAsync();
        return new RunningDaemon(fixture, store, camera, settings ?? s_settings, endsWhenIdle);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Over;
        _listener.Dispose();
        _daemon.Dispose();
        await Store.DisposeAsync();
        _folder.Dispose();
        _stop.Dispose();
    }
}
