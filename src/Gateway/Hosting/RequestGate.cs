using Cocoon.Gateway.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Hosting;

/// <summary>
/// Counts what is open: refuses more than <see cref="GatewayOptions.MaxRequests"/>, and when the host is asked to stop, refuses
/// new requests while those that are open finish, before anything else stops. Thread-safe.
/// </summary>
internal sealed partial class RequestGate(IOptions<GatewayOptions> options, TimeProvider time, ILogger<RequestGate> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open;

    public bool IsDraining { get; private set; }

    /// <summary>Lets a request through, or answers 503.</summary>
    public RequestDelegate Guard(RequestDelegate handler) => async http =>
    {
        Enter(http);
        try
        {
            await handler(http);
        }
        finally
        {
            Leave();
        }
    };

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            IsDraining = true;
            if (_open == 0) _idle.TrySetResult();
            else LogDraining(_open);
        }
        using var patience = new CancellationTokenSource(options.Value.DrainTime, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await _idle.Task.WaitAsync(stop.Token);
        }
        catch (OperationCanceledException)
        {
            LogCutOff(_open);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Enter(HttpContext http)
    {
        lock (_gate)
        {
            if (!IsDraining && _open < options.Value.MaxRequests)
            {
                _open++;
                return;
            }
        }
        if (!IsDraining) throw new ApiException(503, ErrorTypes.Unavailable, "busy", "This gateway has as many requests as it takes. Try again soon.", retryAfter: Soon);
        // A caller that keeps its connection would come back to this process.
        http.Response.Headers.Connection = "close";
        throw new ApiException(503, ErrorTypes.Unavailable, "unavailable", "This gateway is being stopped. Try again: another one answers.", retryAfter: Soon);
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--_open == 0 && IsDraining) _idle.TrySetResult();
        }
    }

    [LoggerMessage(2003, LogLevel.Information, "Asked to stop: no new requests; {Open} open ones finish.")]
    private partial void LogDraining(int open);

    [LoggerMessage(2004, LogLevel.Warning, "The time to drain is over; {Open} open requests are cut off. What they delivered is charged.")]
    private partial void LogCutOff(int open);
}
