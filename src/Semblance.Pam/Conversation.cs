using System.Runtime.InteropServices;
using System.Text;

namespace Semblance.Login.Pam;

/// <summary>Talks to the user by the program that asks for the login: a terminal, a greeter, an agent of polkit.</summary>
internal sealed unsafe class Conversation(nint handle, bool isSilent)
{
    private const int ConversationItem = 5;
    private const int PromptEchoOff = 1, ErrorMessage = 3, TextInfo = 4;

    /// <summary>Shows a text.</summary>
    public void Say(string text)
    {
        if (!isSilent && text.Length > 0)
            _ = Send(TextInfo, text, out _);
    }

    /// <summary>Shows what is wrong with the set-up.</summary>
    public void Error(string text)
    {
        if (!isSilent)
            _ = Send(ErrorMessage, text, out _);
    }

    /// <summary>Waits for the key: true where Enter alone was pressed. Whatever else was typed is forgotten at once: it may be the password.</summary>
    public bool Confirm(string text) => Send(PromptEchoOff, text, out bool isEmpty) && isEmpty;

    private bool Send(int style, string text, out bool isEmpty)
    {
        isEmpty = false;
        nint item;
        if (Native.GetItem(handle, ConversationItem, &item) != (int)PamResult.Success || item == 0 || ((PamConversation*)item)->Talk == null)
            return false;
        byte[] words = [.. Encoding.UTF8.GetBytes(text), 0];
        fixed (byte* pointer = words)
        {
            var message = new PamMessage { Style = style, Text = pointer };
            var messages = &message;
            PamResponse* response = null;
            var conversation = (PamConversation*)item;
            if (conversation->Talk(1, &messages, &response, conversation->Data) != (int)PamResult.Success || response == null)
                return false;
            if (response->Text != null)
            {
                isEmpty = *response->Text == 0;
                for (byte* typed = response->Text; *typed != 0; typed++)
                    Volatile.Write(ref *typed, 0);
                NativeMemory.Free(response->Text);
            }
            NativeMemory.Free(response);
            return true;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PamConversation
    {
        public delegate* unmanaged<int, PamMessage**, PamResponse**, nint, int> Talk;
        public nint Data;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PamMessage
    {
        public int Style;
        public byte* Text;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PamResponse
    {
        public byte* Text;
        public int Unused;
    }
}
