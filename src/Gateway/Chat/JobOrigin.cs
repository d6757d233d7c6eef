using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Timing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cocoon.Gateway.Chat;

/// <summary>What a request for a job brings along beside its body. Does not need the connection, which may be gone before the answer ends.</summary>
/// <param name="Key">Its Idempotency-Key; null for none.</param>
/// <param name="Headers">Where its answer tells what is left of the key's limits.</param>
/// <param name="Times">Where its time goes.</param>
/// <param name="HangUp">Its caller has gone.</param>
internal sealed record JobOrigin(string? Key, IHeaderDictionary Headers, RequestTimes Times, CancellationToken HangUp)
{
    private const int MaxKey = 255;

    /// <summary>Labels of the request's metrics; null where it has none.</summary>
    public IHttpMetricsTagsFeature? Tags { get; init; }

    /// <summary>The first of the key's ids that the job may have: those before are of jobs that may still answer. Default: 0.</summary>
    public int From { get; init; }

    /// <exception cref="ApiException">Its key is too long.</exception>
    public static JobOrigin Of(HttpContext http) => new(KeyOf(http), http.Response.Headers, RequestTimes.Of(http), http.RequestAborted) { Tags = http.Features.Get<IHttpMetricsTagsFeature>() };

    /// <summary>The same for a job that goes on with the answer: one of its own under the same key, with nothing more to tell in headers.</summary>
    /// <param name="part">Which job of the request it is; 0 is the first.</param>
    /// <param name="time">The clock.</param>
    public JobOrigin Continued(int part, TimeProvider time) =>
        // A header has no line ends, so no caller's key can be that of another one's continuation.
        this with { Key = Key is null ? null : $"{Key}\n+{part}", From = 0, Headers = new HeaderDictionary(), Times = new RequestTimes(time), Tags = null };

    private static string? KeyOf(HttpContext http)
    {
        var key = http.Request.Headers[JobStarter.IdempotencyHeader].ToString();
        if (key.Length == 0) return null;
        return key.Length <= MaxKey
            ? key
            : throw ApiException.BadRequest($"The header {JobStarter.IdempotencyHeader} has at most {MaxKey} characters.", JobStarter.IdempotencyHeader);
    }
}
