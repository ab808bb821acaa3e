using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Semblance.Server.Access;
using Semblance.Server.Engine;
using Semblance.Server.Problems;

namespace Semblance.Server.Sessions;

/// <summary>Face sessions: begun by a request, run over a socket, asked for afterwards.</summary>
internal static class SessionEndpoints
{
    private const string Protocol = "semblance.v1";
    private const int LongestStart = 4096;

    /// <summary>Adds what sessions need.</summary>
    public static IServiceCollection AddSessions(this IServiceCollection services, SessionLimits limits) =>
        services.AddSingleton(limits).AddSingleton<SessionRegistry>().AddSingleton<EnrolmentSessions>().AddSingleton<SessionFactory>();

    /// <summary>POST, GET and DELETE /v1/sessions, and the socket.</summary>
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/v1/sessions").WithTags("Sessions");
        sessions.MapPost("", CreateAsync).NeedsSignIn().WithSummary("Begin a face session").Produces<SessionCreated>(StatusCodes.Status201Created);
        sessions.MapGet("/{id}", View).NeedsSignIn().WithSummary("A session and its result, for ten minutes, for the one who began it").Produces<SessionView>();
        sessions.MapDelete("/{id}", Abandon).NeedsSignIn().WithSummary("End a session").Produces(StatusCodes.Status204NoContent);
        sessions.MapGet("/{id}/stream", StreamAsync).AllowAnonymous().WithSummary("The socket of a session; its token opens it").Produces(StatusCodes.Status101SwitchingProtocols).DisableRequestTimeout();
    }

    private static async Task<IResult> CreateAsync(SessionRequest request, HttpContext http, SessionFactory factory, SessionRegistry registry, CancellationToken cancellation)
    {
        var (session, token) = await factory.CreateAsync(request, http.GetCaller(), cancellation);
        registry.Add(session);
        var poses = session.Purpose == SessionPurpose.Enroll ? Poses.All.Select(pose => pose.Word()).ToList() : null;
        string address = $"{http.Request.PathBase}/v1/sessions/{session.Id}";
        return Results.Created(address, new SessionCreated(session.Id, token, session.Expires, session.Challenge, $"{address}/stream", poses, session.Liveness.Name));
    }

    private static IResult View(string id, HttpContext http, SessionRegistry registry) => registry.Find(id, http.GetCaller()) is { } session
        ? Results.Ok(new SessionView(session.Id, session.Purpose.ToString().ToLowerInvariant(), session.State.ToString().ToLowerInvariant(), session.Result))
        : throw Problem.NotFound.With("There is no such session of this caller.");

    private static IResult Abandon(string id, HttpContext http, SessionRegistry registry, TimeProvider time)
    {
        var session = registry.Find(id, http.GetCaller()) ?? throw Problem.NotFound.With("There is no such session of this caller.");
        session.Abandon(time.GetUtcNow());
        return Results.NoContent();
    }

    private static async Task StreamAsync(
        string id, HttpContext http, SessionRegistry registry, Permits permits, Recognizer recognizer, SessionLimits limits, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<Session> logger)
    {
        if (!http.WebSockets.IsWebSocketRequest || !http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol))
            throw Problem.InvalidRequest.With($"This is a WebSocket with the subprotocol {Protocol}.");
        if (!OwnPageRule.IsOwnOrigin(http.Request))
            throw Problem.BadOrigin.With("Pages of other origins may not do that.");
        using var socket = await http.WebSockets.AcceptWebSocketAsync(Protocol);
        var session = registry.Find(id);
        if (await StartAsync(socket, limits, time) is not { } start || session is null || !session.TryOpen(start.Token, time.GetUtcNow()))
        {
            await SocketMessage.SayEndAsync(socket, CloseReason.BadToken, limits.Courtesy);
            return;
        }
        var (result, failure) = (default(object), (CloseReason?)CloseReason.Unexpected);
        try
        {
            // Many may wait with a token; not all of them can run.
            if (registry.Running > limits.Running)
            {
                failure = CloseReason.Overloaded;
                await SocketMessage.SayEndAsync(socket, failure, limits.Courtesy);
                return;
            }
            // Revoked or taken back since it was begun: the token went with it.
            if (!await permits.HoldsAsync(session.Caller, lifetime.ApplicationStopping))
            {
                failure = CloseReason.BadToken;
                await SocketMessage.SayEndAsync(socket, failure, limits.Courtesy);
                return;
            }
            await using var run = await session.Start(lifetime.ApplicationStopping);
            using var stream = new SessionStream(socket, session, run, recognizer, limits, time);
            (result, failure) = await stream.RunAsync(lifetime.ApplicationStopping);
        }
        catch (ProblemException problem)
        {
            failure = problem.Problem == Problem.LockedOut ? CloseReason.LockedOut : CloseReason.Unexpected;
            await SocketMessage.SayEndAsync(socket, failure, limits.Courtesy);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // Whatever it was, it is no yes.
            SessionLog.Failed(logger, error, session.Id);
            await SocketMessage.SayEndAsync(socket, CloseReason.Unexpected, limits.Courtesy);
        }
        finally
        {
            session.End(result is null ? SessionState.Failed : SessionState.Done, result ?? new { failure = failure.ToString() }, time.GetUtcNow());
        }
    }

    private static async Task<Command?> StartAsync(WebSocket socket, SessionLimits limits, TimeProvider time)
    {
        using var late = new CancellationTokenSource(limits.Courtesy, time);
        try
        {
            var (type, message) = await SocketMessage.ReceiveAsync(socket, LongestStart, late.Token);
            return type == WebSocketMessageType.Text && message is not null && Command.Parse(message) is { Type: "start" } start ? start : null;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            return null;
        }
    }
}
