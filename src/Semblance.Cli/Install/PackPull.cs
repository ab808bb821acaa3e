using Semblance.Cli.Output;

namespace Semblance.Cli.Install;

/// <summary>Installs a published pack from where it is published, from a mirror, or from a folder.</summary>
internal sealed class PackPull(PublishedPack published, string packs, DownloadPatience patience, Action<string> say)
{
    /// <summary>How much there is to fetch, in bytes.</summary>
    public long Total => published.Files.Sum(file => file.Length);

    /// <summary>The pack, where it is installed already and unchanged.</summary>
    /// <exception cref="UsageException">Another pack has its name.</exception>
    public ModelPack? Installed()
    {
        string place = Path.Combine(packs, published.Name);
        if (!Directory.Exists(place))
            return null;
        try
        {
            var pack = ModelPack.Load(place);
            return pack.Manifest.Embedder == published.Manifest.Embedder && pack.Manifest.Detector == published.Manifest.Detector
                ? pack
                : throw new UsageException($"{place} is another pack of that name: rename that folder first.");
        }
        catch (PackException e)
        {
            say($"{e.Message} The pack is fetched anew.");
            return null;
        }
    }

    /// <summary>Fetches what is missing and installs the pack; as long as that fails, nothing is installed.</summary>
    /// <param name="from">A folder or the address of one; null: where the files are published.</param>
    /// <param name="progress">Gets the bytes that are there, of <see cref="Total"/>.</param>
    /// <param name="cancellation">Stops; what has arrived is kept for the next run.</param>
    /// <exception cref="DownloadException">A file cannot be fetched, or is not the pinned one.</exception>
    public async Task<ModelPack> RunAsync(string? from, Action<long> progress, CancellationToken cancellation)
    {
        var folder = new PackFolder(packs, published.Name, aside: $"{published.Name}.part");
        using var client = CreateClient();
        var download = new FileDownload(client, patience, say);
        long before = 0;
        foreach (var file in published.Files)
        {
            string path = Path.Combine(folder.Aside, file.Name);
            if (!file.IsIn(path))
            {
                if (Directory.Exists(from))
                    Copy(file, Path.Combine(from, file.Name), path);
                else
                    await FetchAsync(download, file, SourcesOf(file, from), path, done => progress(before + done), cancellation);
            }
            progress(before += file.Length);
        }
        return folder.Finish(published.Manifest);
    }

    private async Task FetchAsync(FileDownload download, PinnedFile file, IReadOnlyList<Uri> sources, string path, Action<long> progress, CancellationToken cancellation)
    {
        for (int i = 0; ; i++)
        {
            try
            {
                await download.FetchAsync(file, sources[i], path, progress, cancellation);
                return;
            }
            catch (DownloadException e) when (i < sources.Count - 1)
            {
                say($"{e.Message} Asking {sources[i + 1].Host} instead.");
            }
        }
    }

    private static IReadOnlyList<Uri> SourcesOf(PinnedFile file, string? from)
    {
        if (from is null)
            return file.Sources;
        return Uri.TryCreate(from.TrimEnd('/') + "/" + file.Name, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? [address]
            : throw new UsageException($"--from {from}: this is no folder, and no address that starts with https:// or http://.");
    }

    private static void Copy(PinnedFile file, string source, string path)
    {
        if (!File.Exists(source))
            throw new DownloadException($"{source} is missing. Nothing was installed.");
        // Not File.Copy: a medium's read-only files would stay so.
        using (var from = File.OpenRead(source))
        using (var to = File.Create(path))
            from.CopyTo(to);
        if (file.IsIn(path))
            return;
        File.Delete(path);
        throw new DownloadException($"{source} is not the pinned file: its SHA-256 differs. Nothing was installed.");
    }

    // The proxy is the one that HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY or the system name: .NET's default.
    private HttpClient CreateClient()
    {
        var client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = patience.Stall }) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("semblance");
        return client;
    }
}
