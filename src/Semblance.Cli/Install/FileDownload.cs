using System.Net;
using System.Net.Http.Headers;
using Semblance.Cli.Output;

namespace Semblance.Cli.Install;

/// <summary>How patient a download is.</summary>
internal sealed record DownloadPatience
{
    /// <summary>A transfer without a byte for so long has stalled.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many transfers in a row may fail without bringing much.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The wait before the first repetition; each further one is twice as long.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>
/// Fetches a pinned file over HTTP. What has arrived stands in NAME.part and is continued by a Range request, in this run or a later
/// one; If-Range makes a server that changed the file send it whole. Only a file with the pinned hash gets its name.
/// </summary>
internal sealed class FileDownload(HttpClient client, DownloadPatience patience, Action<string> say)
{
    // A transfer that brought so much has earned another: a poor line needs many.
    private const long Worthwhile = 256 * 1024;

    /// <summary>Fetches the file; returns when <paramref name="path"/> is whole.</summary>
    /// <exception cref="DownloadException">The source does not have it, has another file, or cannot be reached after all attempts.</exception>
    public async Task FetchAsync(PinnedFile file, Uri source, string path, Action<long> progress, CancellationToken cancellation)
    {
        var part = new PartFile(path);
        for (int failures = 0; ;)
        {
            long before = part.Length;
            try
            {
                if (before != file.Length)
                    await TransferAsync(file, source, part, progress, cancellation);
                if (part.Complete(file))
                    return;
                if (before == 0)
                    throw new DownloadException($"{source} is not the pinned file: its SHA-256 differs. It was deleted, and nothing was installed.");
                throw new TransferException("what was there from an earlier transfer does not belong to the pinned file; it is fetched anew.");
            }
            catch (TransferException e)
            {
                failures = part.Length - before >= Worthwhile ? 1 : failures + 1;
                if (failures >= patience.Attempts)
                    throw new DownloadException($"{source}: {e.Message} Given up after {failures} attempts. Nothing was installed; run the command again to go on from {part.Length} of {file.Length} bytes.", e);
                var pause = patience.Pause * Math.Pow(2, failures - 1);
                say($"{file.Name}: {e.Message} Trying again in {pause.TotalSeconds:0.#} s.");
                await Task.Delay(pause, cancellation);
            }
        }
    }

    private async Task TransferAsync(PinnedFile file, Uri source, PartFile part, Action<long> progress, CancellationToken cancellation)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stall.CancelAfter(patience.Stall);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, source);
            if (part.Length > 0)
            {
                request.Headers.Range = new RangeHeaderValue(part.Length, null);
                request.Headers.IfRange = part.Tag is { } tag ? new RangeConditionHeaderValue(tag) : null;
            }
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token);
            bool continues = Check(response, file, part);
            await using var target = part.Open(continues, response.Headers.ETag);
            await using var stream = await response.Content.ReadAsStreamAsync(stall.Token);
            var buffer = new byte[64 * 1024];
            for (long done = target.Position; ;)
            {
                progress(done);
                stall.CancelAfter(patience.Stall);
                int count = await stream.ReadAsync(buffer, stall.Token);
                if (count == 0 && done < file.Length)
                    throw new TransferException($"the transfer ended after {done} of {file.Length} bytes.");
                if (count == 0)
                    return;
                done += count;
                if (done > file.Length)
                    throw new DownloadException($"{source} sends more than the {file.Length} bytes of the pinned file. Nothing was installed.");
                await target.WriteAsync(buffer.AsMemory(0, count), cancellation);
            }
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new TransferException($"nothing has come for {patience.Stall.TotalSeconds:0.#} s.", e);
        }
        catch (HttpRequestException e)
        {
            throw new TransferException($"the server cannot be reached ({e.GetBaseException().Message.TrimEnd('.')}).", e);
        }
        catch (HttpIOException e)
        {
            throw new TransferException($"the connection broke after {part.Length} of {file.Length} bytes.", e);
        }
        catch (IOException e) when (e.InnerException is System.Net.Sockets.SocketException)
        {
            throw new TransferException($"the connection broke after {part.Length} of {file.Length} bytes.", e);
        }
    }

    // True where the answer goes on from what is there; false where it begins anew.
    private static bool Check(HttpResponseMessage response, PinnedFile file, PartFile part)
    {
        string answer = $"{(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd();
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent:
                var range = response.Content.Headers.ContentRange;
                if (range?.From == part.Length && (range.Length ?? file.Length) == file.Length)
                    return true;
                part.Delete();
                throw new TransferException("the server answered with another piece than it was asked for; the file is fetched anew.");
            case HttpStatusCode.OK:
                long length = response.Content.Headers.ContentLength ?? file.Length;
                return length == file.Length
                    ? false
                    : throw new DownloadException($"{response.RequestMessage!.RequestUri} has {length} bytes, the pinned file {file.Length}: it is another file. Nothing was installed.");
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                part.Delete();
                throw new TransferException("the server cannot continue the file; it is fetched anew.");
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                throw new TransferException($"the server answered {answer}.");
            default:
                throw new DownloadException($"{response.RequestMessage!.RequestUri}: the server answered {answer}. Nothing was installed.");
        }
    }

    /// <summary>This transfer failed; another may not.</summary>
    private sealed class TransferException(string message, Exception? inner = null) : Exception(message, inner);
}
