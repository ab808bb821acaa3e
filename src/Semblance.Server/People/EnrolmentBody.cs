using Microsoft.AspNetCore.Http;
using Semblance.Server.Problems;
using Semblance.Server.Uploads;

namespace Semblance.Server.People;

/// <summary>Reads an enrolment from JSON or from a form.</summary>
internal static class EnrolmentBody
{
    public const string PhotoPart = "photo";

    /// <exception cref="ProblemException">The body is neither, or incomplete.</exception>
    public static async Task<AddPersonRequest> PersonAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.HasJsonContentType())
            return await JsonAsync<AddPersonRequest>(request, cancellation);
        var form = await UploadForm.ReadAsync(request, null, cancellation);
        return new AddPersonRequest(form.Text("name"), new ConsentRequest(form.Text("consent"), form.Flag("keepPhotos"), form.Time("consentEnds")), Photos(form), form.Flag("allowDuplicate"));
    }

    /// <exception cref="ProblemException">The body is neither, nor a picture.</exception>
    public static async Task<AddFacesRequest> FacesAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.HasJsonContentType())
            return await JsonAsync<AddFacesRequest>(request, cancellation);
        var form = await UploadForm.ReadAsync(request, PhotoPart, cancellation);
        return new AddFacesRequest(Photos(form), form.Flag("allowDuplicate"));
    }

    private static byte[][] Photos(UploadForm form) => [.. form.Files.Where(file => file.Name == PhotoPart).Select(file => file.Bytes)];

    private static async Task<T> JsonAsync<T>(HttpRequest request, CancellationToken cancellation) =>
        await request.ReadFromJsonAsync<T>(cancellation) ?? throw Problem.InvalidRequest.With("The body is empty.");
}
