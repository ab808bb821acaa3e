using System.Collections.Concurrent;
using System.Diagnostics;
using Semblance.Testing;

namespace Semblance.Server.Tests.Sessions;

/// <summary>Frames of the clips as a browser would send them: 640 x 480 JPEG. Cut once a run.</summary>
internal static class Clips
{
    // Ten seconds.
    private const int Patience = 150;

    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyList<byte[]>>> s_clips = new(), s_whole = new();

    /// <summary>The frames of a person's clip, 15 a second; the test is skipped where the clip is missing.</summary>
    public static IReadOnlyList<byte[]> Of(string clip) => s_clips.GetOrAdd(TestData.Require($"videos/{clip}.mp4"), file => new(() => Cut(file, "fps=15,scale=640:480:force_original_aspect_ratio=increase,crop=640:480"))).Value;

    /// <summary>The whole frames of a clip in their own size, 15 a second.</summary>
    public static IReadOnlyList<byte[]> Whole(string clip) => s_whole.GetOrAdd(TestData.Require($"videos/{clip}.mp4"), file => new(() => Cut(file, "fps=15"))).Value;

    /// <summary>The first half of a clip, to enrol with.</summary>
    public static IEnumerable<byte[]> FirstHalf(string clip) => Of(clip).Take(Of(clip).Count / 2);

    /// <summary>The second half, to sign in with: forwards and backwards, as long as a patient person stays.</summary>
    public static IEnumerable<byte[]> SecondHalf(string clip)
    {
        var half = Of(clip).Skip(Of(clip).Count / 2).ToList();
        var back = Enumerable.Reverse(half).Skip(1).SkipLast(1);
        return Enumerable.Repeat(half.Concat(back), 10).SelectMany(frame => frame).Take(Patience);
    }

    private static List<byte[]> Cut(string file, string filter)
    {
        using var folder = new TemporaryFolder();
        string[] arguments = ["-v", "error", "-i", file, "-vf", filter, "-q:v", "3", "-frames:v", "300", folder.File("%05d.jpg")];
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments))!;
        ffmpeg.WaitForExit();
        Assert.Equal(0, ffmpeg.ExitCode);
        return [.. Directory.EnumerateFiles(folder.Path).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
    }
}
