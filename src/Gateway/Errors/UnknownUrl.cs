using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;

namespace Cocoon.Gateway.Errors;

/// <summary>Answers what no endpoint does: 405 where another method would do, 404 otherwise. Filled before the host starts.</summary>
internal sealed class UnknownUrl
{
    private readonly List<(string Method, TemplateMatcher Path)> _known = [];

    public void Known(string method, string pattern) => _known.Add((method, new TemplateMatcher(TemplateParser.Parse(pattern.TrimStart('/')), [])));

    public Task Answer(HttpContext http)
    {
        var methods = _known.Where(route => route.Path.TryMatch(http.Request.Path, [])).Select(static route => route.Method).Distinct().ToList();
        if (methods.Count == 0)
            throw new ApiException(404, ErrorTypes.InvalidRequest, "unknown_url", $"Unknown request URL: {http.Request.Method} {http.Request.Path}. Please check the URL for typos.");
        http.Response.Headers.Allow = string.Join(", ", methods);
        throw new ApiException(405, ErrorTypes.InvalidRequest, "method_not_allowed", $"Not allowed to {http.Request.Method} on {http.Request.Path}. Allowed: {string.Join(", ", methods)}.");
    }
}
