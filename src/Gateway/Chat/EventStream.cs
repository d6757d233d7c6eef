using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cocoon.Gateway.Chat;

/// <summary>Writes server-sent events, each flushed as it is written. Not thread-safe.</summary>
internal sealed class EventStream(HttpResponse response, CancellationToken hangUp)
{
    public void Begin()
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        // Proxies such as nginx must not hold tokens back.
        response.Headers["X-Accel-Buffering"] = "no";
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    public Task Data(byte[] json) => Write([.. "data: "u8, .. json, .. "\n\n"u8]);

    public Task Done() => Write("data: [DONE]\n\n"u8.ToArray());

    public Task KeepAlive() => Write(": keep-alive\n\n"u8.ToArray());

    private async Task Write(byte[] bytes)
    {
        await response.Body.WriteAsync(bytes, hangUp);
        await response.Body.FlushAsync(hangUp);
    }
}
