using System.ComponentModel;

namespace Semblance.Server.Sessions;

/// <summary>The body of POST /v1/sessions.</summary>
internal sealed record SessionRequest(
    [property: Description("verify, identify or enroll.")] string? Purpose,
    [property: Description("verify: the claimed person's name or id. enroll: the id of somebody who gets further faces.")] string? Person = null,
    [property: Description("enroll: the new person's name.")] string? Name = null,
    [property: Description("enroll: what the new person agreed to.")] People.ConsentRequest? Consent = null,
    [property: Description("enroll, admin only: store the face even if somebody else has it.")] bool AllowDuplicate = false,
    [property: Description("Comes back in the signed answer; up to 200 characters.")] string? Nonce = null,
    [property: Description("off, passive, challenge or challenge+light: what the service asks for (see GET /v1/settings) or something stricter. Default: what the service asks for.")] string? Liveness = null,
    [property: Description("For the sign-in of a program by OpenID Connect: the query of its authorization request, with which it sent this browser here.")] string? Authorize = null);

/// <summary>The answer to POST /v1/sessions.</summary>
internal sealed record SessionCreated(
    string Id,
    [property: Description("Opens one socket, once. Shown here only.")] string Token,
    DateTimeOffset Expires,
    string Challenge,
    [property: Description("The path of the WebSocket.")] string Socket,
    IReadOnlyList<string>? Poses,
    [property: Description("What is checked: off, passive, challenge or challenge+light.")] string Liveness);

/// <summary>The answer to GET /v1/sessions/{id}.</summary>
internal sealed record SessionView(string Id, string Purpose, string State, object? Result);
