using Semblance.Evaluation;
using Semblance.Packs;

namespace Semblance.Cli.Install;

/// <summary>A pack whose files others publish: <c>packs pull</c> fetches them and writes pack.json beside them.</summary>
/// <param name="Manifest">Its pack.json.</param>
/// <param name="Files">Everything that the manifest names.</param>
internal sealed record PublishedPack(PackManifest Manifest, IReadOnlyList<PinnedFile> Files)
{
    /// <summary>All that can be pulled.</summary>
    public static IReadOnlyList<PublishedPack> All { get; } = [CreateOpenCv()];

    public string Name => Manifest.Name;

    // How SFace is fed: OpenCV's FaceRecognizerSF aligns by the same five points to 112 x 112 and gives RGB levels 0 to 255 as they are.
    private static PublishedPack CreateOpenCv()
    {
        var yunet = new PinnedFile(InZoo("face_detection_yunet/face_detection_yunet_2023mar.onnx"), 232_589, "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4");
        var sface = new PinnedFile(InZoo("face_recognition_sface/face_recognition_sface_2021dec.onnx"), 38_696_353, "0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79");
        return new PublishedPack(
            new PackManifest
            {
                Format = PackManifest.CurrentFormat,
                Name = "opencv",
                Detector = new GridDetectorEntry(yunet.Name, yunet.Sha256, "bgr", Mean: 0, Scale: 1, MinScore: 0.6f),
                Alignment = "fivePoint",
                Embedder = new EmbedderEntry(sface.Name, sface.Sha256, 112, 112, "rgb", Mean: 0, Scale: 1, UnitLength: true),
                Comparator = "cosine",
                Thresholds = [new ThresholdEntry(0.363, Fmr: null, "uncalibrated: the cosine that OpenCV's tutorial on FaceRecognizerSF gives, for the best accuracy on LFW")],
                Licence = "YuNet: MIT. SFace: Apache-2.0. Both as published in OpenCV Zoo.",
                TrainingData = "YuNet: WIDER FACE. SFace: its authors name CASIA-WebFace, VGGFace2 and MS1MV2, and not which of them this network learned from.",
            },
            [yunet, sface]);
    }

    // OpenCV Zoo's repository is archived; its files are kept there and in the model hub that it moved to.
    private static IReadOnlyList<Uri> InZoo(string file) =>
    [
        new($"https://github.com/opencv/opencv_zoo/raw/main/models/{file}"),
        new($"https://huggingface.co/opencv/opencv_zoo/resolve/main/models/{file}"),
    ];
}
