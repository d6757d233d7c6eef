using System.Diagnostics.Metrics;
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
    private readonly MeterListener _meters = new();
    private long _queued;

    private GatewayHost(WebApplication app, ListLogger logs)
    {
        _app = app;
        Logs = logs;
        var meters = app.Services.GetRequiredService<IMeterFactory>();
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "cocoon.gateway.queue.length" && ReferenceEquals(instrument.Meter.Scope, meters)) listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((_, more, _, _) => Interlocked.Add(ref _queued, more));
        _meters.Start();
        // Letting go of an answer is a hang-up at once: .NET would read on for two seconds to keep the connection.
        Http = new HttpClient(new SocketsHttpHandler { MaxResponseDrainSize = 0 }) { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
    }

    public HttpClient Http { get; }

    /// <summary>Requests in the waiting room.</summary>
    public long Queued => Interlocked.Read(ref _queued);
    public ListLogger Logs { get; }

    public IServiceProvider Services => _app.Services;

    public static async Task<GatewayHost> Start(FakeMarket market, Action<GatewayOptions>? configure = null, TimeProvider? clock = null, Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var logs = new ListLogger();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(logs);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(market.Grains);
        builder.Services.AddSingleton(clock ?? new StoppedClock(FakeMarket.Start));
        services?.Invoke(builder.Services);
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

    public Task<HttpResponseMessage> Chat(string body, string? key = null, Action<HttpRequestMessage>? change = null, CancellationToken cancellationToken = default) =>
        Post("/v1/chat/completions", body, key, change, cancellationToken);

    public Task<HttpResponseMessage> Post(string path, string body, string? key = null, Action<HttpRequestMessage>? change = null, CancellationToken cancellationToken = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
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

    /// <summary>Stops it as a process that was asked to.</summary>
    public Task Stop() => _app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        _meters.Dispose();
        await _app.DisposeAsync();
    }
}
