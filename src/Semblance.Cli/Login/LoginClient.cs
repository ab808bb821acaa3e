using System.Net.Sockets;
using Semblance.Login;

namespace Semblance.Cli.Login;

/// <summary>The socket said something that is not a message, or not in time.</summary>
internal sealed class LoginProtocolException(string message) : Exception(message);

/// <summary>One end of the daemon's socket: messages, one at a time, never longer than <see cref="LoginFrame.Most"/>. Owns the socket.</summary>
internal sealed class LoginClient(Socket socket) : IDisposable
{
    /// <summary>Connects to a daemon.</summary>
    /// <exception cref="SocketException">Nobody listens there.</exception>
    public static LoginClient Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return new LoginClient(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a message. What the other end does not take at once it has no use for.</summary>
    /// <exception cref="SocketException">It is gone.</exception>
    public async Task SendAsync(LoginMessage kind, string text, CancellationToken cancellation)
    {
        byte[] message = LoginFrame.Write(kind, text);
        for (int sent = 0; sent < message.Length;)
            sent += await socket.SendAsync(message.AsMemory(sent), SocketFlags.None, cancellation);
    }

    /// <summary>The next message.</summary>
    /// <param name="patience">How long it may take.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="LoginProtocolException">It is none, or did not come in time.</exception>
    public async Task<(LoginMessage Kind, string Text)> ReceiveAsync(TimeSpan patience, CancellationToken cancellation)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(patience);
        try
        {
            var message = new byte[LoginFrame.Most];
            await FillAsync(message.AsMemory(0, LoginFrame.Header), time.Token);
            if (message[0] != LoginFrame.Version || message[2] > LoginFrame.MostText)
                throw new LoginProtocolException("It speaks another version, or sends no messages.");
            await FillAsync(message.AsMemory(LoginFrame.Header, message[2]), time.Token);
            return ((LoginMessage)message[1], System.Text.Encoding.UTF8.GetString(message, LoginFrame.Header, message[2]));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new LoginProtocolException("It said nothing in time.");
        }
    }

    /// <summary>Ends when the other end closes or says anything, which it may not while it waits.</summary>
    public async Task ClosedAsync(CancellationToken cancellation)
    {
        try
        {
            _ = await socket.ReceiveAsync(new byte[1], SocketFlags.None, cancellation);
        }
        catch (SocketException)
        {
            // It is gone.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => socket.Dispose();

    private async Task FillAsync(Memory<byte> bytes, CancellationToken cancellation)
    {
        while (bytes.Length > 0)
        {
            int count = await socket.ReceiveAsync(bytes, SocketFlags.None, cancellation);
            if (count == 0)
                throw new LoginProtocolException("It closed in the midst of a message.");
            bytes = bytes[count..];
        }
    }
}
