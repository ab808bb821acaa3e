using Microsoft.AspNetCore.Http;

namespace Semblance.Server.Problems;

/// <summary>A kind of error that callers can rely on.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The stable code.</param>
/// <param name="Title">What it means, in words; the same for every error of the kind.</param>
internal sealed record Problem(int Status, string Code, string Title)
{
    public static Problem InvalidRequest { get; } = new(400, "invalidRequest", "The request is not as it should be.");

    public static Problem UnknownHost { get; } = new(400, "unknownHost", "The service is not known under this name.");

    public static Problem NotAuthenticated { get; } = new(401, "notAuthenticated", "Say who asks: send a key, or sign in.");

    public static Problem NotAllowed { get; } = new(403, "notAllowed", "This key may not do that.");

    public static Problem BadOrigin { get; } = new(403, "badOrigin", "The request comes from a page of somebody else.");

    public static Problem NotFound { get; } = new(404, "notFound", "There is no such thing.");

    public static Problem MethodNotAllowed { get; } = new(405, "methodNotAllowed", "This address does not do that.");

    public static Problem TooSlow { get; } = new(408, "tooSlow", "The request came too slowly.");

    public static Problem NameTaken { get; } = new(409, "nameTaken", "Somebody is enrolled under this name.");

    public static Problem LastFace { get; } = new(409, "lastFace", "A person keeps at least one face.");

    public static Problem FaceOfSomebodyElse { get; } = new(409, "faceOfSomebodyElse", "The face is enrolled under another name.");

    public static Problem IdempotencyConflict { get; } = new(409, "idempotencyConflict", "The idempotency key was used for another request.");

    public static Problem TooLarge { get; } = new(413, "tooLarge", "The request is too large.");

    public static Problem UnsupportedMediaType { get; } = new(415, "unsupportedMediaType", "The content type is not supported here.");

    public static Problem PhotoUnreadable { get; } = new(422, "photoUnreadable", "The photo cannot be read.");

    public static Problem NoFace { get; } = new(422, "noFace", "No face was found.");

    public static Problem SeveralFaces { get; } = new(422, "severalFaces", "Several people are in the photo.");

    public static Problem PoorQuality { get; } = new(422, "poorQuality", "The photo is not good enough.");

    public static Problem DifferentPeople { get; } = new(422, "differentPeople", "The photos do not show one person.");

    public static Problem NotAlike { get; } = new(422, "notAlike", "Nothing shows that the two are one person.");

    public static Problem UnusableFile { get; } = new(422, "fileUnusable", "The file cannot be used.");

    public static Problem TooManyRequests { get; } = new(429, "tooManyRequests", "Too many requests.");

    public static Problem TooManySessions { get; } = new(429, "tooManySessions", "Too many sessions.");

    public static Problem LockedOut { get; } = new(429, "lockedOut", "Too many failed attempts.");

    public static Problem HeadersTooLarge { get; } = new(431, "headersTooLarge", "The headers are too large.");

    public static Problem Unexpected { get; } = new(500, "unexpected", "Something went wrong here.");

    public static Problem Overloaded { get; } = new(503, "overloaded", "The service has more to do than it can.");

    public static Problem StoreUnavailable { get; } = new(503, "storeUnavailable", "The store does not answer.");

    public static Problem PackUnavailable { get; } = new(503, "packUnavailable", "The model pack cannot decide this.");

    /// <summary>The kind of an error of which only the status is known.</summary>
    public static Problem OfStatus(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => NotAuthenticated,
        StatusCodes.Status403Forbidden => NotAllowed,
        StatusCodes.Status404NotFound => NotFound,
        StatusCodes.Status405MethodNotAllowed => MethodNotAllowed,
        StatusCodes.Status408RequestTimeout => TooSlow,
        StatusCodes.Status413PayloadTooLarge => TooLarge,
        StatusCodes.Status415UnsupportedMediaType => UnsupportedMediaType,
        StatusCodes.Status429TooManyRequests => TooManyRequests,
        StatusCodes.Status431RequestHeaderFieldsTooLarge => HeadersTooLarge,
        StatusCodes.Status503ServiceUnavailable => Overloaded,
        >= 500 => Unexpected,
        _ => InvalidRequest,
    };

    /// <summary>The error, to be thrown.</summary>
    /// <param name="detail">What the caller may know of this case, in a sentence.</param>
    /// <param name="retryAfter">When it pays to ask again.</param>
    public ProblemException With(string detail, TimeSpan? retryAfter = null) => new(this, detail, retryAfter);
}

/// <summary>A request ends with an error that its caller is told of.</summary>
internal sealed class ProblemException(Problem problem, string detail, TimeSpan? retryAfter = null) : Exception(detail)
{
    public Problem Problem { get; } = problem;

    public TimeSpan? RetryAfter { get; } = retryAfter;
}
