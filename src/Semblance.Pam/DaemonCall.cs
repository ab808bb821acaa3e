using System.Text;

namespace Semblance.Login.Pam;

/// <summary>One question to the login daemon, from connecting to the answer.</summary>
internal static unsafe class DaemonCall
{
    private const int SocketLevel = 1, PeerCredentials = 17;

    // More than a daemon ever says before its answer.
    private const int MostMessages = 100;

    /// <summary>Asks. Only a daemon of root is believed.</summary>
    public static PamResult Ask(ModuleArguments settings, Conversation conversation, string service, string user)
    {
        int socket = Native.Socket(Native.UnixFamily, Native.StreamSocket, 0);
        if (socket < 0)
            return PamResult.AuthInfoUnavailable;
        try
        {
            if (!Connect(socket, settings.Socket) || !IsRoots(socket) || !Send(socket, LoginFrame.Write(LoginMessage.Ask, LoginFrame.Question(service, user))))
                return PamResult.AuthInfoUnavailable;
            return Follow(socket, 1000L * settings.Seconds, conversation);
        }
        finally
        {
            _ = Native.Close(socket);
        }
    }

    private static PamResult Follow(int socket, long left, Conversation conversation)
    {
        var message = new byte[LoginFrame.Most];
        for (int i = 0; i < MostMessages; i++)
        {
            if (!Receive(socket, message, ref left))
            {
                conversation.Say("No answer from the face login.");
                return PamResult.AuthInfoUnavailable;
            }
            string text = LoginFrame.Printable(message.AsSpan(LoginFrame.Header, message[2]));
            switch ((LoginMessage)message[1])
            {
                case LoginMessage.Say:
                    conversation.Say(text);
                    break;
                case LoginMessage.Consent:
                    bool isAgreed = conversation.Confirm(text);
                    if (!Send(socket, LoginFrame.Write(isAgreed ? LoginMessage.Agreed : LoginMessage.Declined)) || !isAgreed)
                        return PamResult.Ignore;
                    break;
                case LoginMessage.Yes:
                    return PamResult.Success;
                case LoginMessage.No:
                    conversation.Say(text);
                    return PamResult.AuthInfoUnavailable;
                case LoginMessage.NotAsked:
                    conversation.Say(text);
                    return PamResult.Ignore;
                default:
                    return PamResult.AuthInfoUnavailable;
            }
        }
        return PamResult.AuthInfoUnavailable;
    }

    private static bool Connect(int socket, string path)
    {
        byte[] address = [Native.UnixFamily, 0, .. Encoding.ASCII.GetBytes(path), 0];
        fixed (byte* pointer = address)
        {
            // Where the queue of the daemon is full this fails at once instead of waiting.
            return Native.Connect(socket, pointer, (uint)address.Length) == 0;
        }
    }

    // Of a socket that systemd made for the daemon the peer is systemd: root as well.
    private static bool IsRoots(int socket)
    {
        Native.Peer peer;
        uint length = (uint)sizeof(Native.Peer);
        return Native.GetOption(socket, SocketLevel, PeerCredentials, &peer, &length) == 0 && length == sizeof(Native.Peer) && peer.User == 0;
    }

    private static bool Send(int socket, byte[] message)
    {
        fixed (byte* pointer = message)
            return Native.Send(socket, pointer, (nuint)message.Length, Native.NoSignal) == message.Length;
    }

    private static bool Receive(int socket, byte[] message, ref long left)
    {
        if (!Fill(socket, message, 0, LoginFrame.Header, ref left) || message[0] != LoginFrame.Version || message[2] > LoginFrame.MostText)
            return false;
        return Fill(socket, message, LoginFrame.Header, message[2], ref left);
    }

    private static bool Fill(int socket, byte[] message, int offset, int length, ref long left)
    {
        while (length > 0)
        {
            if (!Wait(socket, ref left))
                return false;
            nint count;
            fixed (byte* pointer = message)
                count = Native.Receive(socket, pointer + offset, (nuint)length, 0);
            if (count <= 0)
                return false;
            (offset, length) = (offset + (int)count, length - (int)count);
        }
        return true;
    }

    // A signal may end the wait early; then it goes on.
    private static bool Wait(int socket, ref long left)
    {
        while (left > 0)
        {
            var waiting = new Native.Waiting { Descriptor = socket, Events = Native.Readable };
            long began = Environment.TickCount64;
            int ready = Native.Poll(&waiting, 1, (int)left);
            left -= Environment.TickCount64 - began;
            if (ready > 0)
                return true;
        }
        return false;
    }
}
