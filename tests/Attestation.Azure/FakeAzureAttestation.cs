using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cocoon.Attestation.Azure.Tests;

/// <summary>A fake of Azure Attestation on this machine: gives set answers in the form of recorded ones and keeps what it was asked.</summary>
internal sealed class FakeAzureAttestation : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Func<HttpContext, Task>> _next = [];

    private FakeAzureAttestation(WebApplication app) => _app = app;

    public ConcurrentQueue<(string Method, string Path, string Body, string? Authorization)> Requests { get; } = [];

    public Uri Endpoint { get; private set; } = null!;

    /// <summary>Where the instance says it is.</summary>
    public string Origin => Endpoint.GetLeftPart(UriPartial.Authority);

    public static async Task<FakeAzureAttestation> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var fake = new FakeAzureAttestation(builder.Build());
        fake._app.Run(fake.AnswerAsync);
        await fake._app.StartAsync();
        var address = fake._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        fake.Endpoint = new Uri(address);
        return fake;
    }

    public void Answer(string body, HttpStatusCode status = HttpStatusCode.OK, string? retryAfter = null, string? location = null) => _next.Enqueue(async context =>
    {
        context.Response.StatusCode = (int)status;
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        if (location is not null) context.Response.Headers.Location = location;
        await context.Response.WriteAsync(body);
    });

    /// <summary>Cuts the connection instead of answering.</summary>
    public void Hang() => _next.Enqueue(context =>
    {
        context.Abort();
        return Task.CompletedTask;
    });

    /// <summary>Says nothing until the client gives up; <paramref name="asked"/> is done when it waits.</summary>
    public void Stall(TaskCompletionSource asked) => _next.Enqueue(context =>
    {
        asked.TrySetResult();
        return Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    });

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        Requests.Enqueue((context.Request.Method, context.Request.Path + context.Request.QueryString, await reader.ReadToEndAsync(), context.Request.Headers.Authorization));
        if (_next.TryDequeue(out var answer)) await answer(context);
        else context.Response.StatusCode = StatusCodes.Status418ImATeapot;
    }
}
