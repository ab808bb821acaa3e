using System.Runtime.InteropServices;

namespace Semblance.Login.Pam;

/// <summary>The arguments of the module's line in a PAM file, which only root can write. An argument that is not known is an error: the module then asks nobody.</summary>
/// <param name="Seconds">How long the daemon may take; waiting for a key is not counted.</param>
/// <param name="Socket">Where the daemon listens.</param>
/// <param name="NeedsSeat">Whether the user must sit at this machine as far as logind knows; <c>seat=any</c> is for machines without logind.</param>
internal sealed record ModuleArguments(int Seconds, string Socket, bool NeedsSeat)
{
    // The longest path that sockaddr_un takes, with its zero.
    private const int LongestPath = 107;

    /// <summary>Reads them; null with what is wrong.</summary>
    public static unsafe ModuleArguments? Parse(int count, byte** arguments, out string fault)
    {
        var texts = new string?[count];
        for (int i = 0; i < count; i++)
            texts[i] = Marshal.PtrToStringUTF8((nint)arguments[i]);
        return Parse(texts, out fault);
    }

    /// <inheritdoc cref="Parse(int, byte**, out string)"/>
    public static ModuleArguments? Parse(ReadOnlySpan<string?> arguments, out string fault)
    {
        var settings = new ModuleArguments(60, LoginFrame.Socket, true);
        foreach (string? argument in arguments)
        {
            if (argument is null || Take(settings, argument) is not { } next)
            {
                fault = $"the argument \"{argument}\" is not one of timeout=1..60, socket=/PATH, seat=local, seat=any.";
                return null;
            }
            settings = next;
        }
        fault = "";
        return settings;
    }

    private static ModuleArguments? Take(ModuleArguments settings, string argument)
    {
        int equals = argument.IndexOf('=');
        string value = argument[(equals + 1)..];
        switch (equals < 0 ? "" : argument[..equals])
        {
            case "timeout" when value.Length is 1 or 2 && char.IsAsciiDigit(value[0]) && char.IsAsciiDigit(value[^1]):
                int seconds = value.Length == 1 ? value[0] - '0' : 10 * (value[0] - '0') + value[1] - '0';
                return seconds is >= 1 and <= 60 ? settings with { Seconds = seconds } : null;
            case "socket" when value.Length is > 1 and <= LongestPath && value[0] == '/' && System.Text.Ascii.IsValid(value):
                return settings with { Socket = value };
            case "seat" when value is "local" or "any":
                return settings with { NeedsSeat = value == "local" };
            default:
                return null;
        }
    }
}
