using Microsoft.AspNetCore.Builder;

namespace Cocoon.Admin.Access;

/// <summary>What browsers may do with the admin pages: load our own files and nothing else.</summary>
internal static class SafeHeaders
{
    /// <summary>No inline script or style, nothing from elsewhere, in no frame.</summary>
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void Use(IApplicationBuilder app) => app.Use((http, next) =>
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // What was shown to someone who signed in stays out of every cache; assets say otherwise themselves.
        headers.CacheControl = "no-cache, no-store";
        headers.Pragma = "no-cache";
        return next(http);
    });
}
