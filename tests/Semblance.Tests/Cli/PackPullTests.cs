using Semblance.Cli.Install;
using Semblance.Cli.Output;
using Semblance.Evaluation;
using Semblance.Packs;
using Semblance.Testing;

namespace Semblance.Tests.Cli;

/// <summary>Pulling a pack of made-up pinned files from a server on this machine that cuts, corrupts and stalls.</summary>
public sealed class PackPullTests : IDisposable
{
    private static readonly DownloadPatience s_patience = new() { Stall = TimeSpan.FromSeconds(2), Pause = TimeSpan.FromMilliseconds(10) };

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _model = TinyPack.Model(TinyPack.Width, TinyPack.Height, padding: 1_000_000);
    private readonly List<string> _said = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pull_GoodServer_InstallsTheVerifiedPack()
    {
        using var server = new ModelServer(request => ModelAnswer.Of(_model, request));
        var progress = new List<long>();

        var pack = await Pull(server).RunAsync(null, progress.Add, TestContext.Current.CancellationToken);

        Assert.Equal(Place, pack.Folder);
        Assert.Equal(["embedder.onnx", "pack.json"], Directory.GetFiles(Place).Select(Path.GetFileName).Order());
        Assert.Equal(["made"], Directory.GetFileSystemEntries(Packs).Select(Path.GetFileName));
        Assert.Equal(progress.Order(), progress);
        Assert.Equal((0, _model.Length), (progress[0], progress[^1]));
        Assert.Equal(pack.Id, Pull(server).Installed()!.Id);
        Assert.Empty(_said);
    }

    [Fact]
    public async Task Pull_ConnectionIsCut_GoesOnWhereItBroke()
    {
        using var server = new ModelServer(request => request.Number < 3 ? ModelAnswer.Of(_model, request).CutAfter(300_000) : ModelAnswer.Of(_model, request));

        await Pull(server).RunAsync(null, _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal([0, 300_000, 600_000, 900_000], server.Requests.Select(request => request.From));
        Assert.Equal([null, "\"v1\"", "\"v1\"", "\"v1\""], server.Requests.Select(request => request.IfRange));
        Assert.Contains("300000 of", _said[0]);
    }

    [Fact]
    public async Task Pull_TransferStalls_TriesAgain()
    {
        using var server = new ModelServer(request => request.Number == 0 ? ModelAnswer.Of(_model, request).StallAfter(400_000) : ModelAnswer.Of(_model, request));

        await Pull(server).RunAsync(null, _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal([0, 400_000], server.Requests.Select(request => request.From));
        Assert.Contains("nothing has come for 2 s", Assert.Single(_said));
    }

    [Fact]
    public async Task Pull_ServerIgnoresRange_StartsOver()
    {
        using var server = new ModelServer(request => request.Number == 0
            ? ModelAnswer.Of(_model, request).CutAfter(300_000)
            : ModelAnswer.Of(_model, request with { From = 0 }));

        await Pull(server).RunAsync(null, _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal([0, 300_000], server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task Pull_FileChangedOnTheServerMeanwhile_StartsOver()
    {
        byte[] former = [.. _model.Reverse()];
        using var server = new ModelServer(request => request.Number == 0
            ? ModelAnswer.Of(former, request, "\"v0\"").CutAfter(300_000)
            : ModelAnswer.Of(_model, request));

        await Pull(server).RunAsync(null, _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal("\"v0\"", server.Requests[1].IfRange);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Pull_FileChangedOnAServerWithoutETags_IsFoundOutAndFetchedAnew()
    {
        byte[] former = [.. _model.Reverse()];
        using var server = new ModelServer(request => request.Number == 0
            ? ModelAnswer.Of(former, request, "W/\"weak\"").CutAfter(300_000)
            : ModelAnswer.Of(_model, request, "W/\"weak\""));

        await Pull(server).RunAsync(null, _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal([0, 300_000, 0], server.Requests.Select(request => request.From));
        Assert.All(server.Requests, request => Assert.Null(request.IfRange));
    }

    [Fact]
    public async Task Pull_AnotherPieceThanAsked_IsNotAppended()
    {
        using var server = new ModelServer(request => request.Number switch
        {
            0 => ModelAnswer.Of(_model, request).CutAfter(300_000),
            1 => ModelAnswer.Of(_model, request with { From = 200_000 }),
            _ => ModelAnswer.Of(_model, request),
        });

        await Pull(server).RunAsync(null, _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal([0, 300_000, 0], server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task Pull_EarlierRunBrokeOff_GoesOnInTheNext()
    {
        using (var broken = new ModelServer(request => request.Number == 0 ? ModelAnswer.Of(_model, request).CutAfter(500_000) : ModelAnswer.Status("503 Service Unavailable")))
        {
            var error = await Fails<DownloadException>(broken);
            Assert.Contains("503", error.Message);
            Assert.Contains("500000", error.Message);
        }
        using var server = new ModelServer(request => ModelAnswer.Of(_model, request));

        await Pull(server).RunAsync(null, _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal([500_000], server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task Pull_OneByteDiffers_IsRefusedAndNothingIsInstalled()
    {
        byte[] corrupt = [.. _model];
        corrupt[^5] ^= 1;
        using var server = new ModelServer(request => ModelAnswer.Of(corrupt, request));

        var error = await Fails<DownloadException>(server);

        Assert.Contains("SHA-256 differs", error.Message);
        Assert.Empty(Directory.EnumerateFiles(Packs, "*", SearchOption.AllDirectories));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(-1, "it is another file")]
    [InlineData(1, "it is another file")]
    public async Task Pull_FileOfAnotherLength_IsRefusedAtOnce(int difference, string words)
    {
        byte[] other = new byte[_model.Length + difference];
        using var server = new ModelServer(request => ModelAnswer.Of(other, request));

        Assert.Contains(words, (await Fails<DownloadException>(server)).Message);
    }

    [Fact]
    public async Task Pull_FileThatDoesNotEnd_IsRefused()
    {
        byte[] endless = new byte[_model.Length + 1_000_000];
        using var server = new ModelServer(_ => new ModelAnswer("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", endless));

        Assert.Contains("sends more than", (await Fails<DownloadException>(server)).Message);
    }

    [Fact]
    public async Task Pull_NotThere_IsNotTriedAgain()
    {
        using var server = new ModelServer(_ => ModelAnswer.Status("404 Not Found"));

        Assert.Contains("404 Not Found", (await Fails<DownloadException>(server)).Message);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Pull_ServerThatNeverAnswers_IsGivenUpAfterSomeAttempts()
    {
        using var server = new ModelServer(_ => new ModelAnswer("", ReadOnlyMemory<byte>.Empty, Stalls: true));
        var patience = s_patience with { Stall = TimeSpan.FromMilliseconds(300), Attempts = 3 };

        var error = await Assert.ThrowsAsync<DownloadException>(() => Pull(server, patience).RunAsync(null, _ => { }, TestContext.Current.CancellationToken));

        Assert.Contains("Given up after 3 attempts", error.Message);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task Pull_NobodyListens_SaysSo()
    {
        var server = new ModelServer(_ => ModelAnswer.Status("404 Not Found"));
        server.Dispose();

        Assert.Contains("cannot be reached", (await Fails<DownloadException>(server)).Message);
    }

    [Fact]
    public async Task Pull_Cancelled_KeepsWhatArrived()
    {
        using var stop = new CancellationTokenSource();
        using var server = new ModelServer(request => ModelAnswer.Of(_model, request).StallAfter(500_000));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Pull(server).RunAsync(null, done =>
        {
            if (done == 500_000)
                stop.Cancel();
        }, stop.Token));

        Assert.Equal(500_000, new FileInfo(Path.Combine(Packs, ".made.part", "embedder.onnx.part")).Length);
        Assert.False(Directory.Exists(Place));
    }

    [Fact]
    public async Task Pull_FromAFolder_ChecksTheFilesThere()
    {
        string from = _folder.File("stick");
        Directory.CreateDirectory(from);
        using var server = new ModelServer(_ => ModelAnswer.Status("500 Oops"));

        var missing = await Assert.ThrowsAsync<DownloadException>(() => Pull(server).RunAsync(from, _ => { }, TestContext.Current.CancellationToken));
        File.WriteAllBytes(Path.Combine(from, "embedder.onnx"), [.. _model.Reverse()]);
        var wrong = await Assert.ThrowsAsync<DownloadException>(() => Pull(server).RunAsync(from, _ => { }, TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(Place));
        File.WriteAllBytes(Path.Combine(from, "embedder.onnx"), _model);
        await Pull(server).RunAsync(from, _ => { }, TestContext.Current.CancellationToken);

        Assert.Contains("is missing", missing.Message);
        Assert.Contains("SHA-256 differs", wrong.Message);
        Assert.True(Directory.Exists(Place));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Pull_FromAMirror_AsksItForTheFile()
    {
        using var server = new ModelServer(_ => ModelAnswer.Status("500 Oops"));
        using var mirror = new ModelServer(request => ModelAnswer.Of(_model, request));

        await Pull(server).RunAsync(mirror.Url + "/models/", _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal("/models/embedder.onnx", Assert.Single(mirror.Requests).Target);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Pull_FirstSourceHasAnotherFile_SaysSoAndAsksTheSecond()
    {
        byte[] corrupt = [.. _model];
        corrupt[500_000] ^= 1;
        using var first = new ModelServer(request => ModelAnswer.Of(corrupt, request));
        using var second = new ModelServer(request => ModelAnswer.Of(_model, request));

        await Pull([first, second]).RunAsync(null, _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal((1, 1), (first.Requests.Count, second.Requests.Count));
        Assert.Equal(0, second.Requests[0].From);
        Assert.Contains("SHA-256 differs", Assert.Single(_said));
    }

    [Fact]
    public async Task Pull_FilesThatMakeNoPack_InstallNothing()
    {
        byte[] noNetwork = new byte[1000];
        using var server = new ModelServer(request => ModelAnswer.Of(noNetwork, request));

        await Assert.ThrowsAsync<PackException>(() => Pull(server, model: noNetwork).RunAsync(null, _ => { }, TestContext.Current.CancellationToken));

        Assert.False(Directory.Exists(Place));
    }

    [Fact]
    public async Task Installed_DamagedOrAnothersPack_IsReplacedOrRefused()
    {
        using var server = new ModelServer(request => ModelAnswer.Of(_model, request));
        await Pull(server).RunAsync(null, _ => { }, TestContext.Current.CancellationToken);
        File.AppendAllText(Path.Combine(Place, "embedder.onnx"), "x");

        Assert.Null(Pull(server).Installed());
        await Pull(server).RunAsync(null, _ => { }, TestContext.Current.CancellationToken);
        Assert.NotNull(Pull(server).Installed());
        Assert.Equal(["made"], Directory.GetFileSystemEntries(Packs).Select(Path.GetFileName));

        Directory.Delete(Place, recursive: true);
        TinyPack.Write(Place);
        Assert.Throws<UsageException>(() => Pull(server).Installed());
    }

    [Fact]
    public void OpenCv_PinnedFiles_AreThoseOfItsManifest()
    {
        var opencv = PublishedPack.All.Single(pack => pack.Name == "opencv");
        string yunet = TestData.RequireModel("face_detection_yunet_2023mar.onnx");

        var detector = Assert.IsType<GridDetectorEntry>(opencv.Manifest.Detector);
        Assert.Equal([(detector.File, detector.Sha256), (opencv.Manifest.Embedder.File, opencv.Manifest.Embedder.Sha256)], opencv.Files.Select(file => (file.Name, file.Sha256)));
        Assert.True(opencv.Files[0].IsIn(yunet), $"{yunet} is not the pinned file");
    }

    private string Packs => _folder.File("home/packs");

    private string Place => Path.Combine(Packs, "made");

    private PackPull Pull(ModelServer server, DownloadPatience? patience = null, byte[]? model = null) => Pull([server], patience, model);

    private PackPull Pull(IReadOnlyList<ModelServer> servers, DownloadPatience? patience = null, byte[]? model = null)
    {
        byte[] pinned = model ?? _model;
        var manifest = TinyPack.Manifest("made", pinned, new HaarDetectorEntry(), "box", TinyPack.Width, TinyPack.Height, new ThresholdEntry(0.9, null, "made for tests"));
        var file = new PinnedFile([.. servers.Select(server => new Uri(server.Url + "/raw/embedder.onnx"))], pinned.Length, manifest.Embedder.Sha256);
        return new PackPull(new PublishedPack(manifest, [file]), Packs, patience ?? s_patience, _said.Add);
    }

    private async Task<T> Fails<T>(ModelServer server)
        where T : Exception
    {
        var error = await Assert.ThrowsAsync<T>(() => Pull(server).RunAsync(null, _ => { }, TestContext.Current.CancellationToken));
        Assert.False(Directory.Exists(Place));
        return error;
    }
}
