using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Cocoon.Gateway.Playground;

/// <summary>
/// GET /playground: a page to try the market with. It is static and knows nothing; whoever uses it brings an API key, which
/// stays in the browser's tab.
/// </summary>
internal static class PlaygroundEndpoint
{
    private const string Address = "/playground";

    /// <summary>No inline script or style, nothing from elsewhere, no markup made from text, in no frame.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", http =>
        {
            http.Response.Redirect(Address);
            return Task.CompletedTask;
        });
        routes.MapMethods(Address, ["GET"], http => Serve(http, PlaygroundFiles.Page));
        routes.MapMethods(Address + "/{file}", ["GET"], http => Serve(http, (string)http.Request.RouteValues["file"]!));
    }

    private static Task Serve(HttpContext http, string name)
    {
        if (PlaygroundFiles.Find(name) is not { } file)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // Asked for anew each time and answered with 304: scripts of two versions would not fit each other.
        headers.CacheControl = "no-cache";
        return TypedResults.Bytes(file.Content, file.Type, entityTag: new EntityTagHeaderValue(file.Version)).ExecuteAsync(http);
    }
}
