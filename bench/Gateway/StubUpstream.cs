using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Cocoon.Bench.Gateway;

/// <summary>The server behind every row: the same answer to every request, each chunk flushed by itself as a model's would be. Paths with "lines" in them answer in JSON lines.</summary>
internal static class StubUpstream
{
    public static async Task<WebApplication> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(Reply);
        await app.StartAsync();
        return app;
    }

    private static async Task Reply(HttpContext http)
    {
        var length = (int)(http.Request.ContentLength ?? 0);
        var body = new byte[length];
        await http.Request.Body.ReadExactlyAsync(body, http.RequestAborted);
        var isLines = http.Request.Path.Value!.Contains("lines", StringComparison.Ordinal);
        http.Response.ContentType = isLines ? "application/x-ndjson" : "text/event-stream";
        var to = http.Response.BodyWriter;
        foreach (var chunk in isLines ? Answer.Lines : Answer.Events)
        {
            await to.WriteAsync(chunk, http.RequestAborted);
            if (IsIdle(body)) await Task.Delay(Timeout.Infinite, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (http.RequestAborted.IsCancellationRequested) return;
        }
    }

    private static bool IsIdle(byte[] body) => body.AsSpan().IndexOf("\"seed\":1"u8) >= 0;
}
