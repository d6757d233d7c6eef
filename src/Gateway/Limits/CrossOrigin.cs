using Cocoon.Gateway.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Cocoon.Gateway.Limits;

/// <summary>
/// CORS: lets web pages of the configured origins call this gateway. A preflight carries no key, so that the origins of a key
/// narrow this when the request itself comes. Source: the Fetch standard, "CORS protocol".
/// </summary>
internal sealed class CrossOrigin(IOptions<GatewayOptions> options)
{
    private const string Any = "*";
    private const string MaxAgeSeconds = "600";
    private const string Exposed = "x-request-id, openai-processing-ms, retry-after, x-should-retry, x-cocoon-tier, x-cocoon-overhead-ms, x-ratelimit-limit-requests, x-ratelimit-remaining-requests, x-ratelimit-reset-requests, x-ratelimit-limit-tokens, x-ratelimit-remaining-tokens, x-ratelimit-reset-tokens";

    private readonly HashSet<string> _origins = [.. options.Value.CorsOrigins];

    /// <summary>Adds what a page needs to read the answer, errors included.</summary>
    public RequestDelegate Wrap(RequestDelegate handler) => http =>
    {
        if (Allow(http)) http.Response.Headers.AccessControlExposeHeaders = Exposed;
        return handler(http);
    };

    /// <summary>Answers a browser that asks before it calls.</summary>
    public Task Preflight(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        if (!Allow(http)) return Task.CompletedTask;
        var (asked, headers) = (http.Request.Headers, http.Response.Headers);
        headers.AccessControlAllowMethods = "GET, POST, PUT, DELETE";
        headers.AccessControlAllowHeaders = asked.AccessControlRequestHeaders is { Count: > 0 } names ? names : "authorization, content-type";
        headers.AccessControlMaxAge = MaxAgeSeconds;
        headers.Append(HeaderNames.Vary, HeaderNames.AccessControlRequestHeaders);
        return Task.CompletedTask;
    }

    private bool Allow(HttpContext http)
    {
        if (_origins.Count == 0) return false;
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || !(_origins.Contains(Any) || _origins.Contains(origin))) return false;
        http.Response.Headers.AccessControlAllowOrigin = origin;
        return true;
    }
}
