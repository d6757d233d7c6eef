using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Cocoon.Inference.Upstream;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Inference.Tests.Upstream;

/// <summary>An OpenAI-compatible server on loopback whose answers a test writes.</summary>
internal sealed class StubServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private StubServer(WebApplication app) => _app = app;

    public ConcurrentQueue<(JsonObject Body, Dictionary<string, string> Headers, string Path)> Requests { get; } = [];

    /// <param name="answer">Gets the number of the request, from 1.</param>
    /// <param name="get">Answers looks at metrics and models, which are not among <see cref="Requests"/>; nothing for 404.</param>
    public static async Task<StubServer> Start(Func<HttpContext, int, Task> answer, Func<HttpContext, Task>? get = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new StubServer(app);
        app.Run(async http =>
        {
            if (HttpMethods.IsGet(http.Request.Method))
            {
                if (get is null) http.Response.StatusCode = StatusCodes.Status404NotFound;
                else await get(http);
                return;
            }
            var body = (await JsonNode.ParseAsync(http.Request.Body))!.AsObject();
            server.Requests.Enqueue((body, http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()), http.Request.Path));
            await answer(http, server.Requests.Count);
        });
        await app.StartAsync();
        return server;
    }

    public static Task<StubServer> Start(params string[] lines) => Start((http, _) => Lines(http, lines));

    /// <summary>Server-sent events, or other lines as they are.</summary>
    public static Task Lines(HttpContext http, params string[] lines) => http.Response.WriteAsync(string.Join("\n\n", lines) + "\n\n");

    public UpstreamOptions Options() => new()
    {
        Endpoint = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/v1"),
        Model = "stub", WeightHash = new string('0', 64), ContextLength = 4096, AllowPrivateAddresses = true, ApiKey = "secret",
        MetricsPeriod = Timeout.InfiniteTimeSpan, ProbePeriod = Timeout.InfiniteTimeSpan,
    };

    public UpstreamEngine Engine(Func<UpstreamOptions, UpstreamOptions>? change = null) => new(change is null ? Options() : change(Options()), TimeProvider.System);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
