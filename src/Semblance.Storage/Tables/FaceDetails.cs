using System.Runtime.InteropServices;

namespace Semblance.Storage.Tables;

/// <summary>What is stored of a face beside embedding and photo, as bytes. Format 1; numbers little-endian.</summary>
internal sealed record FaceDetails(FaceQuality Quality, string? Pose, DateTimeOffset Added)
{
    private const byte Format = 1;

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Format);
        writer.Write(Added.UtcTicks);
        writer.Write(Quality.Side);
        foreach (double value in (ReadOnlySpan<double>)[Quality.Margin, Quality.Sharpness, Quality.Brightness, Quality.Contrast])
            writer.Write(value);
        writer.Write(Quality.Symmetry is not null);
        writer.Write(Quality.Symmetry ?? 0);
        writer.Write(Quality.Pose is not null);
        var pose = Quality.Pose ?? default;
        foreach (double value in (ReadOnlySpan<double>)[pose.Yaw, pose.Pitch, pose.Roll])
            writer.Write(value);
        writer.Write(Pose ?? "");
        writer.Flush();
        return bytes.ToArray();
    }

    /// <exception cref="StoreException">A newer version wrote them.</exception>
    public static FaceDetails Parse(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        if (reader.ReadByte() is var format && format != Format)
            throw new StoreException($"A face was stored in the format {format}, which this version does not know: use a newer one.");
        var added = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
        float side = reader.ReadSingle();
        double margin = reader.ReadDouble(), sharpness = reader.ReadDouble(), brightness = reader.ReadDouble(), contrast = reader.ReadDouble();
        bool hasSymmetry = reader.ReadBoolean();
        double symmetry = reader.ReadDouble();
        bool hasPose = reader.ReadBoolean();
        var head = new HeadPose(reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
        string pose = reader.ReadString();
        return new FaceDetails(
            new FaceQuality(side, margin, sharpness, brightness, contrast, hasSymmetry ? symmetry : null, hasPose ? head : null),
            pose.Length == 0 ? null : pose,
            added);
    }

    /// <summary>The numbers of an embedding as bytes.</summary>
    public static byte[] BytesOf(Embedding embedding) => MemoryMarshal.AsBytes(embedding.Values).ToArray();

    /// <summary>An embedding from its bytes.</summary>
    public static Embedding EmbeddingOf(string pack, byte[] bytes) => new(pack, MemoryMarshal.Cast<byte, float>(bytes));
}
