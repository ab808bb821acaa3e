using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Semblance.Server.Problems;

namespace Semblance.Server.Uploads;

/// <summary>
/// A form with files, or a bare picture, read into memory: no part of it touches a disk. Kestrel bounds the body's length, this the number of parts
/// and the length of texts.
/// </summary>
/// <param name="Files">The files with the names of their parts, in the order of the request.</param>
/// <param name="Texts">The other parts by name.</param>
internal sealed record UploadForm(IReadOnlyList<(string Name, byte[] Bytes)> Files, IReadOnlyDictionary<string, string> Texts)
{
    private const int MostParts = 24;
    private const int LongestText = 16 << 10;
    private const int LongestBoundary = 100;

    /// <summary>Reads the body of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="bareName">What a picture that is the whole body is called; null where none is taken.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ProblemException">It is no form that can be read.</exception>
    public static async Task<UploadForm> ReadAsync(HttpRequest request, string? bareName, CancellationToken cancellation)
    {
        _ = MediaTypeHeaderValue.TryParse(request.ContentType, out var type);
        if (bareName is not null && type?.Type.Equals("image", StringComparison.OrdinalIgnoreCase) == true)
            return new UploadForm([(bareName, await AllAsync(request.Body, cancellation))], new Dictionary<string, string>());
        if (type?.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase) != true)
            throw Problem.UnsupportedMediaType.With($"Send multipart/form-data{(bareName is null ? "" : ", or one picture as image/*")}.");
        string? boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > LongestBoundary)
            throw Problem.InvalidRequest.With($"The content type needs a boundary of 1 to {LongestBoundary} characters.");
        try
        {
            return await PartsAsync(new MultipartReader(boundary, request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 2048 }, cancellation);
        }
        catch (Exception e) when (e is InvalidDataException || e is IOException and not BadHttpRequestException)
        {
            throw Problem.InvalidRequest.With("The multipart body ends too early, or is malformed.");
        }
    }

    /// <summary>The only file of a name.</summary>
    /// <exception cref="ProblemException">There is none, or several.</exception>
    public byte[] File(string name) => Files.Where(file => file.Name == name).ToList() is [var only]
        ? only.Bytes
        : throw Problem.InvalidRequest.With($"Send one part named {name} with a file.");

    /// <summary>The text of a name.</summary>
    /// <exception cref="ProblemException">It is missing.</exception>
    public string Text(string name) => Texts.GetValueOrDefault(name) is { Length: > 0 } text ? text : throw Problem.InvalidRequest.With($"Send a part named {name}.");

    /// <summary>Whether a text says true; false where it is missing.</summary>
    /// <exception cref="ProblemException">It is neither true nor false.</exception>
    public bool Flag(string name) => !Texts.TryGetValue(name, out string? text) ? false
        : bool.TryParse(text, out bool flag) ? flag : throw Problem.InvalidRequest.With($"{name} is true or false.");

    /// <summary>A time; null where it is missing.</summary>
    /// <exception cref="ProblemException">It is not a time.</exception>
    public DateTimeOffset? Time(string name) => !Texts.TryGetValue(name, out string? text) ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw Problem.InvalidRequest.With($"{name} is a time such as 2027-01-31T00:00:00Z.");

    private static async Task<UploadForm> PartsAsync(MultipartReader reader, CancellationToken cancellation)
    {
        var files = new List<(string, byte[])>();
        var texts = new Dictionary<string, string>();
        while (await reader.ReadNextSectionAsync(cancellation) is { } section)
        {
            if (files.Count + texts.Count == MostParts)
                throw Problem.TooLarge.With($"A form has at most {MostParts} parts.");
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || HeaderUtilities.RemoveQuotes(disposition.Name).Value is not { Length: > 0 } name)
                throw Problem.InvalidRequest.With("A part of the form has no name.");
            if (disposition.FileName.HasValue || disposition.FileNameStar.HasValue || section.ContentType?.StartsWith("image/", StringComparison.OrdinalIgnoreCase) == true)
                files.Add((name, await AllAsync(section.Body, cancellation)));
            else if (!texts.TryAdd(name, await TextAsync(section.Body, name, cancellation)))
                throw Problem.InvalidRequest.With($"The form holds {name} twice.");
        }
        return new UploadForm(files, texts);
    }

    private static async Task<string> TextAsync(Stream body, string name, CancellationToken cancellation)
    {
        var buffer = new byte[LongestText + 1];
        int length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return length <= LongestText ? System.Text.Encoding.UTF8.GetString(buffer, 0, length) : throw Problem.TooLarge.With($"{name} is longer than {LongestText} bytes.");
    }

    private static async Task<byte[]> AllAsync(Stream body, CancellationToken cancellation)
    {
        using var memory = new MemoryStream();
        await body.CopyToAsync(memory, cancellation);
        return memory.ToArray();
    }
}
