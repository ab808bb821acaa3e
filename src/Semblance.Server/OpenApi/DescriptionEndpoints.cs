using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Semblance.Server.OpenApi;

/// <summary>The service's description: an OpenAPI document, and a page to read it.</summary>
internal static class DescriptionEndpoints
{
    public static IServiceCollection AddDescription(this IServiceCollection services) => services.AddOpenApi("v1");

    public static void MapDescription(this IEndpointRouteBuilder routes) => routes.MapOpenApi().AllowAnonymous();
}
