using System.Net.Http.Headers;
using System.Text;
using Cocoon.Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cocoon.Gateway.Tests;

/// <summary>The gateway on a real Kestrel at a free loopback port, over a <see cref="FakeMarket"/>.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GatewayHost(WebApplication app, ListLogger logs)
    {
        _app = app;
        Logs = logs;
        Http = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
    }

    public HttpClient Http { get; }
    public ListLogger Logs { get; }

    public static async Task<GatewayHost> Start(FakeMarket market, Action<GatewayOptions>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var logs = new ListLogger();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(market.Grains);
        builder.Services.AddSingleton<TimeProvider>(new StoppedClock(FakeMarket.Start));
        builder.Services.AddCocoonGateway(options =>
        {
            options.Registry = FakeMarket.Registry;
            options.SnapshotAge = TimeSpan.Zero;
            configure?.Invoke(options);
        });
        var app = builder.Build();
        app.MapCocoonGateway();
        await app.StartAsync();
        return new GatewayHost(app, logs);
    }

    public Task<HttpResponseMessage> Chat(string body, string? key = null, Action<HttpRequestMessage>? change = null, CancellationToken cancellationToken = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key ?? FakeMarket.Key.Reveal());
        change?.Invoke(request);
        return Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    public Task<HttpResponseMessage> Get(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", FakeMarket.Key.Reveal());
        return Http.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
