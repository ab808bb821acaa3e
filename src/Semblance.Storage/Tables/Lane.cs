using System.Buffers.Binary;

namespace Semblance.Storage.Tables;

/// <summary>
/// What a write has to itself. Where a database takes writes one at a time anyway (SQLite), all lanes are one. A write has one lane; it may write to the keys while it has one of the data, not the
/// other way round.
/// </summary>
internal readonly record struct Lane(int Number, int Part = 0)
{
    /// <summary>People, the audit log, the messages that go with its entries, the migrations.</summary>
    public static Lane People { get; } = new(1);

    /// <summary>Wrapped keys, secrets, the head of the audit log.</summary>
    public static Lane Keys { get; } = new(2);

    /// <summary>Whose turn in the outbox it is.</summary>
    public static Lane Turns { get; } = new(3);

    /// <summary>Keys of programs, and settings.</summary>
    public static Lane Access { get; } = new(4);

    /// <summary>The failures of one subject.</summary>
    public static Lane Attempts(ReadOnlySpan<byte> subject) => new(5, BinaryPrimitives.ReadInt32BigEndian(subject));

    /// <summary>One thing that may happen once.</summary>
    public static Lane SingleUse(ReadOnlySpan<byte> what) => new(6, BinaryPrimitives.ReadInt32BigEndian(what));
}
