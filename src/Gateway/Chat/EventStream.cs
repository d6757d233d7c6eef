using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Cocoon.Gateway.Chat;

/// <summary>
/// Writes server-sent events straight into the response. What is put is sent with the next flush, so that tokens which are
/// ready at once cost one write to the socket; whoever waits for more flushes first. Not thread-safe.
/// </summary>
internal sealed class EventStream(HttpResponse response, CancellationToken hangUp)
{
    /// <summary>From here on an event is flushed by whoever put it, so that a caller who reads slowly slows the answer down.</summary>
    private const int MostUnsent = 16 * 1024;

    private readonly PipeWriter _body = response.BodyWriter;

    /// <summary>Where events are put.</summary>
    public IBufferWriter<byte> Writer => _body;

    /// <summary>Whether it is too late for another status than 200.</summary>
    public bool HasBegun => response.HasStarted || _body.UnflushedBytes > 0;

    /// <summary>Whether enough was put to be sent now, whatever comes next.</summary>
    public bool IsFull => _body.UnflushedBytes >= MostUnsent;

    public void Begin()
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache";
        // Proxies such as nginx must not hold tokens back.
        response.Headers["X-Accel-Buffering"] = "no";
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    public Task Data(byte[] json)
    {
        _body.Write("data: "u8);
        _body.Write(json);
        _body.Write("\n\n"u8);
        return Flush();
    }

    public Task Done()
    {
        _body.Write("data: [DONE]\n\n"u8);
        return Flush();
    }

    public Task KeepAlive()
    {
        _body.Write(": keep-alive\n\n"u8);
        return Flush();
    }

    /// <summary>Sends what was put.</summary>
    public Task Flush()
    {
        var flushing = _body.FlushAsync(hangUp);
        if (!flushing.IsCompletedSuccessfully) return flushing.AsTask();
        // A value task is taken once, and only then goes back to its pool.
        _ = flushing.Result;
        return Task.CompletedTask;
    }
}
