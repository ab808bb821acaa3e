using System.Net.Sockets;
using Semblance.Storage;

namespace Semblance.Cli.Login;

/// <summary>
/// Answers PAM's questions on a local socket: is this user before the camera, live? Clients are bounded in number, length and time (<see cref="LoginGate"/>, <see cref="LoginClient"/>); one that
/// misbehaves loses its connection and nothing else. The camera is open only while somebody is looked at.
/// </summary>
internal sealed class LoginDaemon : IDisposable
{
    private readonly LoginSettings _settings;
    private readonly LoginFaces _faces;
    private readonly LoginGate _gate;
    private readonly LoginNotes _notes;
    private readonly LoginQuestion _question;
    private readonly Action<string> _log;
    private readonly Lock _lock = new();
    private readonly HashSet<Task> _clients = [];

    /// <param name="settings">How logins are decided.</param>
    /// <param name="store">Who logs in.</param>
    /// <param name="places">Where the system says whether the lid is closed and what the camera is.</param>
    /// <param name="openCamera">Opens the camera of the settings.</param>
    /// <param name="log">Told what an administrator should know.</param>
    public LoginDaemon(LoginSettings settings, IStore store, LoginPlaces places, Func<string, CancellationToken, IFrameSource> openCamera, Action<string> log)
    {
        (_settings, _log) = (settings, log);
        _faces = new LoginFaces(settings, openCamera);
        _gate = new LoginGate(TimeProvider.System);
        _notes = new LoginNotes(store, TimeProvider.System);
        _question = new LoginQuestion(settings, store, _faces, _gate, _notes, places, log);
    }

    /// <summary>Answers until it is stopped, or, where systemd starts it again, until nobody has asked for a while.</summary>
    /// <param name="listener">Where clients connect.</param>
    /// <param name="endsWhenIdle">Whether it ends once the networks have been unloaded.</param>
    /// <param name="stop">Ends it; who is being looked at is told no.</param>
    public async Task RunAsync(Socket listener, bool endsWhenIdle, CancellationToken stop)
    {
        try
        {
            while (await AcceptAsync(listener, stop) is { } client)
                Begin(client, stop);
        }
        finally
        {
            await Task.WhenAll(Clients());
        }

        // Waits for a client; where none comes for a while the networks are unloaded. Null: it is over.
        async Task<Socket?> AcceptAsync(Socket socket, CancellationToken token)
        {
            while (true)
            {
                using var idle = CancellationTokenSource.CreateLinkedTokenSource(token);
                if (_faces.IsWarm || endsWhenIdle)
                    idle.CancelAfter(TimeSpan.FromSeconds(Math.Max(1, _settings.WarmSeconds)));
                try
                {
                    return await socket.AcceptAsync(idle.Token);
                }
                catch (OperationCanceledException) when (token.IsCancellationRequested)
                {
                    return null;
                }
                catch (OperationCanceledException)
                {
                    if (_gate.Connections > 0)
                        continue;
                    await RestAsync();
                    if (endsWhenIdle)
                        return null;
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _faces.Dispose();

    private void Begin(Socket socket, CancellationToken stop)
    {
        Peer peer;
        IDisposable? place;
        try
        {
            peer = Peer.Of(socket);
            place = _gate.Enter(peer);
        }
        catch (SocketException e)
        {
            _log($"A client that the kernel says nothing about was refused: {e.Message}");
            socket.Dispose();
            return;
        }
        if (place is null)
        {
            Tell(peer, $"Too many connections: one of user {peer.User} was refused.");
            socket.Dispose();
            return;
        }
        var task = Task.Run(() => ServeAsync(new LoginClient(socket), peer, place, stop), CancellationToken.None);
        lock (_lock)
            _clients.Add(task);
        _ = task.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task ServeAsync(LoginClient client, Peer peer, IDisposable place, CancellationToken stop)
    {
        using (place)
        using (client)
        {
            try
            {
                await _question.AnswerAsync(client, peer, stop);
            }
            catch (Exception e) when (e is LoginProtocolException or SocketException)
            {
                Tell(peer, $"The client {peer.Process} of user {peer.User} lost its connection: {e.Message}");
            }
            catch (OperationCanceledException)
            {
                // It is stopped: the client sees its connection end, and that is no yes.
            }
            catch (Exception e)
            {
                _log($"A question of user {peer.User} failed: {e.GetType().Name}: {e.Message}");
            }
        }
    }

    private async Task RestAsync()
    {
        _faces.Cool();
        try
        {
            await _notes.CutAsync(CancellationToken.None);
        }
        catch (StoreException e)
        {
            _log($"Old entries of the audit log stay: {e.Message}");
        }
    }

    // A user who floods the socket must not flood the log.
    private void Tell(Peer peer, string what)
    {
        if (_gate.MayTell(peer))
            _log(what);
    }

    private void Forget(Task task)
    {
        lock (_lock)
            _clients.Remove(task);
    }

    private Task[] Clients()
    {
        lock (_lock)
            return [.. _clients];
    }
}
