using Semblance.Liveness;
using static Semblance.Tests.Cli.TinyPack;

namespace Semblance.Tests.Liveness;

/// <summary>A real spoof network that needs no training: log-odds of live are the mean level of a crop less 128, so what is bright is live and what is dark an attack.</summary>
internal static class TinySpoof
{
    public static SpoofThresholds Thresholds { get; } = new(LiveFrom: 0.9, SpoofBelow: 0.1);

    /// <summary>The network's file.</summary>
    /// <param name="side">Side of both inputs.</param>
    /// <param name="wideSide">Side of the second input where it is another.</param>
    /// <param name="grey">The level between live and attack: below 0 everything is live, over 255 everything an attack.</param>
    public static byte[] Model(int side = 32, int? wideSide = null, float grey = 128)
    {
        byte[] level = Message(Number(1, 1), Number(2, 1), Text(8, "grey"), Field(9, BitConverter.GetBytes(grey)));
        byte[] graph = Message(
            [.. Branch(SpoofNetwork.TightInput, SpoofNetwork.TightOutput), .. Branch(SpoofNetwork.WideInput, SpoofNetwork.WideOutput), Text(2, "tiny"), Field(5, level),
            Field(11, Tensor(SpoofNetwork.TightInput, 1, 3, side, side)), Field(11, Tensor(SpoofNetwork.WideInput, 1, 3, wideSide ?? side, wideSide ?? side)),
            Field(12, Tensor(SpoofNetwork.TightOutput, 1)), Field(12, Tensor(SpoofNetwork.WideOutput, 1))]);
        return Message(Number(1, 8), Field(7, graph), Field(8, Message(Number(2, 17))));
    }

    public static SpoofNetwork Load() => new(Model(), Thresholds);

    /// <summary>A photo of one mean level, with a face of 100 pixels in its middle.</summary>
    public static LivenessFrame Frame(int index, byte level, int side = 400, bool hasFace = true, bool isGrey = false)
    {
        int tint = isGrey ? 0 : 10;
        var photo = Photo.FromRgb(side, side, [.. Enumerable.Range(0, 3 * side * side).Select(i => (byte)(level + tint * (1 - i % 3)))]);
        return new LivenessFrame(photo, TimeSpan.FromMilliseconds(40 * index), hasFace ? new Face(new Box(side / 2 - 50, side / 2 - 50, 100, 100), 0.9f) : null);
    }

    private static byte[][] Branch(string input, string output) =>
    [
        Field(1, Message(Text(1, input), Text(2, $"{input}_mean"), Text(4, "ReduceMean"), Field(5, Ints("axes", 1, 2, 3)), Field(5, Message(Text(1, "keepdims"), Number(3, 0), Number(20, 2))))),
        Field(1, Message(Text(1, $"{input}_mean"), Text(1, "grey"), Text(2, output), Text(4, "Sub"))),
    ];
}
