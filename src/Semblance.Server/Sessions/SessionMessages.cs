using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Semblance.Server.Sessions;

/// <summary>A frame as the browser sent it: 4 bytes sequence number, 8 bytes capture time in milliseconds, then a JPEG.</summary>
internal sealed record FrameMessage(uint Sequence, TimeSpan Captured, ReadOnlyMemory<byte> Jpeg)
{
    /// <summary>Bytes before the JPEG.</summary>
    public const int HeaderBytes = 12;

    /// <summary>Times lie before this.</summary>
    public const double LatestMilliseconds = 1e9;

    /// <summary>Reads a message; null where it is none.</summary>
    public static FrameMessage? Parse(ReadOnlyMemory<byte> message)
    {
        if (message.Length <= HeaderBytes)
            return null;
        double milliseconds = BinaryPrimitives.ReadDoubleBigEndian(message.Span[4..]);
        bool isJpeg = message.Span[HeaderBytes..].StartsWith<byte>([0xFF, 0xD8, 0xFF]);
        return isJpeg && milliseconds is >= 0 and < LatestMilliseconds
            ? new FrameMessage(BinaryPrimitives.ReadUInt32BigEndian(message.Span), TimeSpan.FromMilliseconds(milliseconds), message[HeaderBytes..])
            : null;
    }
}

/// <summary>What a client says beside its frames.</summary>
/// <param name="Type">start, retake, finish, cancel, painted or noLight.</param>
/// <param name="Token">Of start.</param>
/// <param name="Pose">Of retake.</param>
/// <param name="Light">Of painted: which sequence.</param>
/// <param name="Index">Of painted: which colour of it, from 0.</param>
/// <param name="At">Of painted: when it was to be seen, in milliseconds on the clock of the frames.</param>
internal sealed record Command(string Type, string? Token = null, string? Pose = null, int? Light = null, int? Index = null, double? At = null)
{
    /// <summary>When the colour was to be seen; null for other commands.</summary>
    [JsonIgnore]
    public TimeSpan? Painted => Type == "painted" && At is { } at ? TimeSpan.FromMilliseconds(at) : null;

    /// <summary>Reads a message; null where it is none.</summary>
    public static Command? Parse(ReadOnlySpan<byte> message)
    {
        try
        {
            return JsonSerializer.Deserialize<Command>(message, JsonSerializerOptions.Web) is { } command && command.IsWhole ? command : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool IsWhole => Type is "start" or "retake" or "finish" or "cancel" or "noLight" || this is { Type: "painted", Light: not null, Index: >= 0, At: >= 0 and < FrameMessage.LatestMilliseconds };
}

/// <summary>Why a socket is closed before there is a result. The number is the close code, the name (camelCase) its reason.</summary>
internal enum CloseReason
{
    BadMessage = 4400,
    BadToken = 4401,
    LockedOut = 4403,
    Stalled = 4408,
    OutOfOrder = 4409,
    Expired = 4410,
    FrameTooLarge = 4413,
    TooManyFrames = 4429,
    Unexpected = 4500,
    Stopping = 4503,
    Overloaded = 4504,
}
