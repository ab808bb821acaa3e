namespace Semblance.Training.Export;

/// <summary>A field of a protocol buffer message as it was read.</summary>
/// <param name="Number">The field's number.</param>
/// <param name="Integer">Its value, where it is an integer.</param>
/// <param name="Bytes">Its bytes, where it has a length of its own; null otherwise.</param>
/// <param name="Whole">Tag and value, as they stand in the message.</param>
internal readonly record struct ProtoField(int Number, ulong Integer, ReadOnlyMemory<byte>? Bytes, ReadOnlyMemory<byte> Whole);

/// <summary>Reads protocol buffer messages field by field (https://protobuf.dev/programming-guides/encoding/).</summary>
internal static class ProtoReader
{
    /// <summary>The fields of a message in order.</summary>
    /// <exception cref="FormatException">The bytes are no message.</exception>
    public static List<ProtoField> Read(ReadOnlyMemory<byte> message)
    {
        var fields = new List<ProtoField>();
        for (int at = 0; at < message.Length;)
        {
            int start = at;
            ulong tag = Varint(message.Span, ref at), integer = 0;
            ReadOnlyMemory<byte>? bytes = null;
            switch (tag & 7)
            {
                case 0: integer = Varint(message.Span, ref at); break;
                case 1: Skip(8); break;
                case 2:
                    ulong length = Varint(message.Span, ref at);
                    int from = at;
                    Skip(length);
                    bytes = message[from..at];
                    break;
                case 5: Skip(4); break;
                default: throw new FormatException($"A field has the unknown wire type {tag & 7}.");
            }
            fields.Add(new ProtoField((int)(tag >> 3), integer, bytes, message[start..at]));

            void Skip(ulong count) => at = count <= (ulong)(message.Length - at) ? at + (int)count : throw new FormatException("A field reaches beyond the end of its message.");
        }
        return fields;
    }

    private static ulong Varint(ReadOnlySpan<byte> message, ref int at)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if (at >= message.Length)
                break;
            byte part = message[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
                return value;
        }
        throw new FormatException("A number reaches beyond the end of its message.");
    }
}
