using System.Net;

namespace Cocoon.Inference.Upstream;

/// <summary>
/// Watches a server in the background: its health by probes, its load by its metrics. What it found is read without waiting.
/// Thread-safe.
/// </summary>
internal sealed class UpstreamWatch : IAsyncDisposable
{
    private const int MostMetricsBytes = 4 * 1024 * 1024;

    private static readonly TimeSpan MetricsTimeout = TimeSpan.FromSeconds(5);

    /// <summary>A server without metrics may get some with its next version.</summary>
    private static readonly TimeSpan NoMetricsPeriod = TimeSpan.FromMinutes(1);

    private readonly HttpClient _client;
    private readonly UpstreamOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;
    private volatile UpstreamHealth _health = new(UpstreamState.Unknown, "", 0);
    private volatile ServerLoad? _load;
    private volatile Dialect _dialect;
    private volatile bool _isModelKnown;
    private long _signs;

    public UpstreamWatch(HttpClient client, UpstreamOptions options, TimeProvider time)
    {
        (_client, _options, _time) = (client, options, time);
        _dialect = Dialect.Of(options.Server);
        var isProbing = options.ProbePeriod != Timeout.InfiniteTimeSpan;
        var isLooking = options.MetricsPeriod != Timeout.InfiniteTimeSpan;
        _work = Task.WhenAll(isProbing ? Task.Run(ProbeOn) : Task.CompletedTask, isLooking ? Task.Run(LookOn) : Task.CompletedTask);
    }

    public UpstreamHealth Health => _health;

    /// <summary>Null where it is not known.</summary>
    public ServerLoad? Load => _load;

    public Dialect Dialect => _dialect;

    /// <summary>Something of an answer came: the server lives, however long its queue is.</summary>
    public void Saw() => Interlocked.Increment(ref _signs);

    /// <summary>The list of models, then a probe: one token, or one vector of a model that makes nothing else.</summary>
    /// <exception cref="UpstreamException">The server does not do what the settings say.</exception>
    public async Task Check(CancellationToken cancellation)
    {
        var before = Interlocked.Read(ref _signs);
        using var patience = new CancellationTokenSource(_options.ProbeTimeout, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            await CheckModel(stop.Token);
            await (_options.HasGenerations ? UpstreamProbe.Send(_client, _options, _dialect, stop.Token) : UpstreamProbe.Embed(_client, _options.Model, stop.Token));
            _health = new UpstreamHealth(UpstreamState.Healthy, "", 0);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw Fail(before, "The upstream was silent for too long when asked for one token or vector.", isSilent: true);
        }
        catch (WrongModelException e)
        {
            _health = new UpstreamHealth(UpstreamState.Unhealthy, e.Message, _options.ProbeFailures);
            throw new UpstreamException(e.Message, e);
        }
        catch (UpstreamException e)
        {
            throw Fail(before, e.Message, isSilent: false);
        }
    }

    /// <summary>Reads the metrics now. A server that has none, or none in time, has an unknown load.</summary>
    public async Task Look()
    {
        ServerLoad? seen = null;
        await Quietly(Read());
        _load = seen;

        async Task Read()
        {
            using var patience = new CancellationTokenSource(MetricsTimeout, _time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, patience.Token);
            using var answer = await UpstreamCall.Get(_client, MetricsAddress(), stop.Token);
            if (answer.StatusCode == HttpStatusCode.OK) seen = MetricsParser.Parse(await BoundedBody.Read(answer.Content, MostMetricsBytes, stop.Token));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _stop.Dispose();
    }

    private async Task CheckModel(CancellationToken cancellation)
    {
        if (_isModelKnown) return;
        var found = await UpstreamModels.Check(_client, _options.Model, cancellation);
        if (_options.Server == UpstreamServer.Auto) _dialect = Dialect.Of(found);
        _isModelKnown = true;
    }

    private UpstreamException Fail(long before, string reason, bool isSilent)
    {
        // One that restarts may come back with another model.
        _isModelKnown = false;
        var failures = _health.Failures + 1;
        var state = failures >= _options.ProbeFailures ? UpstreamState.Unhealthy : _health.State;
        // A probe may wait behind others whose answers arrive meanwhile.
        _health = isSilent && Interlocked.Read(ref _signs) != before
            ? new UpstreamHealth(UpstreamState.Healthy, "", 0)
            : new UpstreamHealth(state, reason, failures) { IsSilent = isSilent };
        return new UpstreamException(reason);
    }

    private async Task ProbeOn()
    {
        var last = -1L;
        do
        {
            var signs = Interlocked.Read(ref _signs);
            // Answers that arrive say as much as a probe, and cost nothing.
            if (signs != last && last >= 0 && _isModelKnown) _health = new UpstreamHealth(UpstreamState.Healthy, "", 0);
            else await Quietly(Check(_stop.Token));
            last = signs;
        }
        while (await Pause(_options.ProbePeriod));
    }

    private async Task LookOn()
    {
        do await Look();
        while (await Pause(_load is null ? NoMetricsPeriod : _options.MetricsPeriod));
    }

    private Uri MetricsAddress()
    {
        var root = _client.BaseAddress!;
        var path = _options.MetricsPath ?? _dialect.MetricsPath;
        return new Uri(root.AbsolutePath.EndsWith("/v1/", StringComparison.Ordinal) ? new Uri(root, "../") : root, path.TrimStart('/'));
    }

    /// <summary>What fails here is told by <see cref="Health"/> and <see cref="Load"/>.</summary>
    private static async Task Quietly(Task work)
    {
        try
        {
            await work;
        }
        catch (Exception e) when (e is UpstreamException or OperationCanceledException)
        {
        }
    }

    /// <returns>False when this ends.</returns>
    private Task<bool> Pause(TimeSpan time) => Task.Delay(time, _time, _stop.Token).ContinueWith(static pause => pause.IsCompletedSuccessfully, TaskScheduler.Default);
}
