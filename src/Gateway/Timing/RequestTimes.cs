using Microsoft.AspNetCore.Http;

namespace Cocoon.Gateway.Timing;

/// <summary>
/// Where the time of one request goes: what the provider needed, and the rest, which is this gateway's and the ledger's.
/// Made when the request comes in; used by that request alone.
/// </summary>
internal sealed class RequestTimes(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private TimeSpan _provider;

    /// <summary>From the request's arrival until its job had money and a machine; zero before.</summary>
    public TimeSpan Queue { get; private set; }

    /// <summary>From the request's arrival until the first part of its answer; zero before.</summary>
    public TimeSpan First { get; private set; }

    public TimeSpan Total => time.GetElapsedTime(_started);

    /// <summary>Time in which nothing but the provider was waited for is not ours.</summary>
    public TimeSpan Overhead => Total - _provider;

    public static RequestTimes Of(HttpContext http) => http.Features.Get<RequestTimes>()
        ?? throw new InvalidOperationException("Every endpoint is wrapped by ErrorHandling, which notes when a request came in.");

    public void Leased() => Queue = Total;

    /// <summary>Waits for a part of an answer.</summary>
    public async ValueTask<T> Waiting<T>(ValueTask<T> part)
    {
        var since = time.GetTimestamp();
        try
        {
            var came = await part;
            if (First == TimeSpan.Zero) First = Total;
            return came;
        }
        finally
        {
            _provider += time.GetElapsedTime(since);
        }
    }
}
