using System.CommandLine;
using System.Diagnostics;
using Semblance.Detection;
using Semblance.Imaging;
using Semblance.Training.Detectors;
namespace Semblance.Training.Commands;
#pragma warning disable
internal static class ProbeCommand
{
    static double Cpu() => Environment.CpuUsage.TotalTime.TotalMilliseconds;
    public static Command Create()
    {
        var c = new Command("probe");
        c.SetAction(a => { Run(); return 0; });
        return c;
    }
    static void Run()
    {
        var sw = Stopwatch.StartNew();
        var set = SceneSet.Read("/work/shared/data", 2000);
        Console.WriteLine($"loaded {sw.Elapsed.TotalSeconds:F1} s {set.Crowds.Count} {set.Portraits.Count} {set.Tight.Count} {set.HeldOutCrowds.Count} {set.HeldOutPortraits.Count}");
        using var teacher = new GridTeacher("/work/shared/models/yunet_s_dynamic.onnx");
        var random = new Random(1);
        var composer = new SceneComposer(set, random);
        var degr = new Degradation(random);
        var canvas = new Canvas(320);
        double tc = 0, tt = 0, td = 0; int n = 300, added = 0, known = 0;
        var sheet = new byte[3 * 320 * 320 * 24];
        var hist = new Dictionary<int, int[]>();
        var cellsPer = new List<(double,int)>();
        for (int i = 0; i < n; i++)
        {
            double c0 = Cpu(); composer.Compose(canvas); double c1 = Cpu();
            var t = DetectionTargets.Of(teacher, canvas); double c2 = Cpu();
            for (int c = 0; c < t.Scores.Length; c++) if (t.Scores[c] > 0.5) {
                int level = c < 1600 ? 0 : c < 2000 ? 1 : 2; double s = Math.Sqrt(t.BoxAt(c).Area);
                int b = (int)(2 * Math.Log2(s)); if (!hist.TryGetValue(b, out var h)) hist[b] = h = new int[3]; h[level]++; }
            known += canvas.Faces.Count; added += t.WithoutLandmarks.Count;
            degr.Apply(canvas); double c3 = Cpu();
            tc += c1 - c0; tt += c2 - c1; td += c3 - c2;
            if (i < 24)
            {
                void Dot(float x, float y, byte r, byte g, byte bl) { for (int dy = -1; dy <= 1; dy++) for (int dx = -1; dx <= 1; dx++) { int px = (int)(x + dx), py = (int)(y + dy); if (px < 0 || py < 0 || px >= 320 || py >= 320) continue; int q = 3 * (py * 320 + px); canvas.Rgb[q] = r; canvas.Rgb[q + 1] = g; canvas.Rgb[q + 2] = bl; } }
                void Rect(Box b, byte r, byte g, byte bl) { for (float f = 0; f < 1; f += 0.005f) { Dot(b.X + f * b.Width, b.Y, r, g, bl); Dot(b.X + f * b.Width, b.Y + b.Height, r, g, bl); Dot(b.X, b.Y + f * b.Height, r, g, bl); Dot(b.X + b.Width, b.Y + f * b.Height, r, g, bl); } }
                foreach (var f in canvas.Faces) Rect(f.Box, 255, 0, 0);
                for (int c = 0; c < t.Scores.Length; c++) if (t.Scores[c] > 0.5) { int stride = c < 1600 ? 8 : c < 2000 ? 16 : 32, o = c < 1600 ? c : c < 2000 ? c - 1600 : c - 2000, cols = 320 / stride; Rect(t.BoxAt(c), 0, 255, 0);
                    for (int k = 0; k < 5; k++) Dot((o % cols + t.Points[10 * c + 2 * k]) * stride, (o / cols + t.Points[10 * c + 2 * k + 1]) * stride, (byte)(k == 0 ? 255 : 0), 255, 255); }
                for (int y = 0; y < 320; y++) Array.Copy(canvas.Rgb, y * 960, sheet, 3 * (((i / 6) * 320 + y) * 1920 + (i % 6) * 320), 960);
            }
        }
        Console.WriteLine($"compose {tc / n:F2} teacher {tt / n:F2} degrade {td / n:F2} ms; known {known} added cells {added}");
        foreach (var (b, h) in hist.OrderBy(x => x.Key)) Console.WriteLine($"{Math.Pow(2, b / 2.0):F0}..: {string.Join(" ", h)}");
        Photo.FromRgb(1920, 1280, sheet).Save("/tmp/sheet.png");
    }
}
