using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Semblance.Cli.Install;
using Semblance.Cli.Output;
using Semblance.Cli.Setup;
using Semblance.Evaluation;
using Semblance.Numbers;
using Semblance.Packs;

namespace Semblance.Cli.Commands;

/// <summary><c>semblance packs add NAME</c>: makes a pack of anybody's ONNX networks.</summary>
internal static class PacksAddCommand
{
    private static readonly Argument<string> s_name = new("NAME") { Description = "The new pack's name: lower-case letters, digits and - _ ." };
    private static readonly Option<string> s_embedder = new("--embedder") { Description = "The ONNX network that makes embeddings of aligned faces.", HelpName = "FILE", Required = true };
    private static readonly Option<string?> s_detector = new("--detector") { Description = "An ONNX face detector of YuNet's output layout. Without it, OpenCV's Haar cascade finds the faces.", HelpName = "FILE" };
    private static readonly Option<string?> s_alignment = OneOf("--alignment", "How faces are brought to the embedder. Default: fivePoint with --detector, else box.", "fivePoint", "box");
    private static readonly Option<int> s_width = Side("--width");
    private static readonly Option<int> s_height = Side("--height");
    private static readonly Option<string?> s_channels = OneOf("--channels", "The embedder's channels. Default: rgb.", "rgb", "bgr", "grey");
    private static readonly Option<float> s_mean = Number("--mean", "Subtracted from the embedder's levels 0..255.", 0, Limits.Between(-1000, 1000));
    private static readonly Option<float> s_scale = Number("--scale", "The embedder's levels are multiplied by this after that; fractions such as 1/128 are read.", 1, Limits.Positive);
    private static readonly Option<string?> s_comparator = OneOf("--comparator", "How embeddings are compared. Default: cosine, of vectors scaled to unit length.", "cosine", "euclidean");
    private static readonly Option<bool> s_unitLength = new("--unit-length") { Description = "With euclidean: scale the vectors to unit length too." };
    private static readonly Option<string?> s_detectorChannels = OneOf("--detector-channels", "The detector's channels. Default: bgr, as YuNet's.", "bgr", "rgb");
    private static readonly Option<float> s_detectorMean = Number("--detector-mean", "As --mean, for the detector.", 0, Limits.Between(-1000, 1000));
    private static readonly Option<float> s_detectorScale = Number("--detector-scale", "As --scale, for the detector.", 1, Limits.Positive);
    private static readonly Option<float> s_minScore = NumberOption.Create("--min-score", "Faces that the detector scores lower are left out.", Limits.Between(0, 1), () => 0.6f);
    private static readonly Option<double> s_threshold = NumberOption.Create<double>("--threshold", "The score at which two faces count as one person. Uncalibrated: --fmr is refused until semblance calibrate has measured it.", Limits.None);
    private static readonly Option<string?> s_licence = new("--licence") { Description = "Under which terms the networks may be used.", HelpName = "TEXT" };
    private static readonly Option<string?> s_trainingData = new("--training-data") { Description = "What they learned from.", HelpName = "TEXT" };
    private static readonly Option<bool> s_replace = new("--replace") { Description = "Replace the installed pack of this name." };

    public static Command Create() => new ExampledCommand(
        "add",
        "Make a pack of your own ONNX networks: they are copied, tried on a made picture, and pinned by their hashes.",
        "semblance packs add mine --detector yunet.onnx --embedder mobileface.onnx --threshold 0.4",
        "semblance packs add mine --detector yunet.onnx --embedder arcface.onnx --channels rgb --mean 127.5 --scale 1/127.5 --threshold 0.35 --licence MIT")
    {
        s_name, s_embedder, s_detector, s_alignment, s_width, s_height, s_channels, s_mean, s_scale, s_comparator, s_unitLength,
        s_detectorChannels, s_detectorMean, s_detectorScale, s_minScore, s_threshold, s_licence, s_trainingData, s_replace, CommonOptions.Json,
    }.Runs(Run);

    private static int Run(ParseResult arguments, CancellationToken cancellation)
    {
        var terminal = new Terminal(arguments.GetValue(CommonOptions.Json));
        string name = arguments.GetRequiredValue(s_name);
        PackFolder.CheckName(name);
        if (Directory.Exists(Path.Combine(SemblanceHome.Packs, name)) && !arguments.GetValue(s_replace))
            throw new UsageException($"There is a pack {name} already: use --replace, or another name.");
        var embedder = Network.Read(arguments.GetRequiredValue(s_embedder), "--embedder");
        var detector = arguments.GetValue(s_detector) is { } file ? Network.Read(file, "--detector") : null;
        if (detector?.Name == embedder.Name)
            throw new UsageException($"--detector and --embedder are both called {embedder.Name}, and a pack is one folder: rename one of them.");

        var folder = new PackFolder(SemblanceHome.Packs, name, aside: $"new-{Guid.NewGuid():N}");
        try
        {
            embedder.Write(folder.Aside);
            detector?.Write(folder.Aside);
            var pack = folder.Finish(ToManifest(arguments, name, embedder, detector));
            terminal.Document(new { pack.Id, pack.Folder });
            terminal.Say($"{pack.Id} is installed in {pack.Folder}. Use it with --pack {name}.");
            Terminal.Note($"Its threshold {pack.ThresholdFor().Score:0.###} is uncalibrated: how often it takes two people for one is not known until semblance calibrate has measured it.");
            return ExitCode.Success;
        }
        catch (PackException e)
        {
            throw new UsageException(e.Message.Replace(folder.Aside + Path.DirectorySeparatorChar, ""), e);
        }
        finally
        {
            if (Directory.Exists(folder.Aside))
                Directory.Delete(folder.Aside, recursive: true);
        }
    }

    private static PackManifest ToManifest(ParseResult arguments, string name, Network embedder, Network? detector)
    {
        string comparator = arguments.GetValue(s_comparator) ?? "cosine";
        return new PackManifest
        {
            Format = PackManifest.CurrentFormat,
            Name = name,
            Detector = detector is null
                ? new HaarDetectorEntry()
                : new GridDetectorEntry(
                    detector.Name, detector.Sha256, arguments.GetValue(s_detectorChannels) ?? "bgr",
                    arguments.GetValue(s_detectorMean), arguments.GetValue(s_detectorScale), arguments.GetValue(s_minScore)),
            Alignment = arguments.GetValue(s_alignment) ?? (detector is null ? "box" : "fivePoint"),
            Embedder = new EmbedderEntry(
                embedder.Name, embedder.Sha256, arguments.GetValue(s_width), arguments.GetValue(s_height), arguments.GetValue(s_channels) ?? "rgb",
                arguments.GetValue(s_mean), arguments.GetValue(s_scale), UnitLength: comparator == "cosine" || arguments.GetValue(s_unitLength)),
            Comparator = comparator,
            Thresholds = [new ThresholdEntry(arguments.GetRequiredValue(s_threshold), Fmr: null, "uncalibrated: given by whoever added the pack")],
            Licence = arguments.GetValue(s_licence) ?? "not stated by whoever added the pack",
            TrainingData = arguments.GetValue(s_trainingData) ?? "not stated by whoever added the pack",
        };
    }

    private static Option<string?> OneOf(string name, string description, params string[] values)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = string.Join('|', values) };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !values.Contains(token.Value))
                result.AddError($"{name} {token.Value}: give {string.Join(" or ", values)}.");
        });
        return option;
    }

    private static Option<int> Side(string name) => NumberOption.Create(name, "Pixels of the embedder's input.", Limits.Between(8, 1024), () => 112);

    private static Option<float> Number(string name, string description, float standard, Limits limits) => new(name)
    {
        Description = description,
        HelpName = "NUMBER",
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            if (Fraction(text) is not { } number || !float.IsFinite(number))
                result.AddError($"{name} {text}: give a number, such as 127.5, or a fraction, such as 1/128.");
            else if (!limits.Hold(number))
                result.AddError($"{name} {text}: it must be {limits}.");
            else
                return number;
            return standard;
        },
    };

    private static float? Fraction(string text)
    {
        string[] parts = text.Split('/');
        return parts.Length <= 2 && parts.All(part => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            ? (float)parts.Select(part => double.Parse(part, CultureInfo.InvariantCulture)).Aggregate((a, b) => a / b)
            : null;
    }

    /// <summary>A network from outside, read once: what is hashed is what is written.</summary>
    private sealed record Network(string Name, byte[] Bytes)
    {
        public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Bytes));

        public static Network Read(string file, string option)
        {
            try
            {
                return new Network(Path.GetFileName(file), File.ReadAllBytes(file));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"{option} {file}: {e.Message}", e);
            }
        }

        public void Write(string folder) => File.WriteAllBytes(Path.Combine(folder, Name), Bytes);
    }
}
