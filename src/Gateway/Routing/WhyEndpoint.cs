using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Admin;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Keys;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Routing;

/// <summary>GET /cocoon/v1/jobs/{job}/why: what one of this gateway's latest jobs was routed by, for its account or the operator.</summary>
internal sealed class WhyEndpoint(Authenticator authenticator, AdminEndpoint admin, RouteLog log)
{
    public async Task Get(HttpContext http)
    {
        AccountAddress? account = admin.IsOperator(http) ? null : (await authenticator.Authenticate(http)).Account;
        if (!JobId.TryParse((string?)http.Request.RouteValues["job"], out var job) || !log.TryFind(job, account, out var route))
            throw new ApiException(404, ErrorTypes.InvalidRequest, "job_not_found", "This gateway does not remember how it chose a provider for such a job of yours. It remembers its latest jobs only, until it stops.");
        http.Response.ContentType = "application/json";
        await http.Response.Body.WriteAsync(Json.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteString("job_id", job.ToString());
            json.WriteString("at", route.At);
            json.WriteStartObject("asked");
            json.WriteString("tier", route.Query.LeastTier.Name());
            json.WriteNumber("tokens", route.Query.Tokens);
            json.WriteString("class", Name(route.Query.Class));
            json.WriteString("prefer", Name(route.Query.Preference));
            json.WriteBoolean("session_known", route.Query.Affinity.IsSet);
            json.WriteEndObject();
            RouteReport.Write(json, route);
            json.WriteEndObject();
        }), http.RequestAborted);
    }

    private static string Name<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
