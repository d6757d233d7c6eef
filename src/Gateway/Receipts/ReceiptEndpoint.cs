using System.Text.Json;
using Cocoon.Core.Jobs;
using Cocoon.Core.Receipts;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Keys;
using Cocoon.Grains;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Receipts;

/// <summary>GET /cocoon/v1/receipts/{job}: a receipt again, for its owner only.</summary>
internal sealed class ReceiptEndpoint(Authenticator authenticator, IGrainFactory grains)
{
    public async Task Get(HttpContext http)
    {
        var caller = await authenticator.Authenticate(http);
        var job = JobId.TryParse((string?)http.Request.RouteValues["job"], out var id) ? await grains.Job(id).View() : new JobState();
        // Another's job looks like no job at all, so ids cannot be probed.
        if (job.Spec?.Client != caller.Account || job is not { Status: JobStatus.Receipted, Receipt: { } receipt })
            throw new ApiException(404, ErrorTypes.InvalidRequest, "receipt_not_found", "There is no receipt for this job. Jobs that failed or delivered nothing have none.");
        http.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(http.Response.Body, receipt, ReceiptJson.Options, http.RequestAborted);
    }
}
