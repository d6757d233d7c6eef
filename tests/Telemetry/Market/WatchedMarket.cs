using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Cocoon.Cli.Dev;
using Cocoon.Grains;
using Cocoon.Grains.Events;
using Cocoon.Telemetry.Events;
using Cocoon.Telemetry.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace Cocoon.Telemetry.Tests.Market;

/// <summary>
/// A whole market of which everything is recorded that it tells: spans as an exporter gets them, every log line, events and
/// metrics. One job has run and is settled when the tests begin.
/// </summary>
public sealed class WatchedMarket : IAsyncLifetime
{
    /// <summary>Words of the prompt that occur nowhere else.</summary>
    public const string Prompt = "What is the capital of France? Zanzibar-7731 quixotic";

    private readonly string _folder = Directory.CreateTempSubdirectory("cocoon-").FullName;
    private readonly CopyingExporter _exporter = new();
    private DevMarket? _market;

    internal DevMarket Market => _market!;

    internal ListLogger Logs { get; } = new();

    /// <summary>The answer of the one job.</summary>
    public string Answer { get; private set; } = "";

    /// <summary>Finished spans so far.</summary>
    internal IReadOnlyCollection<Activity> Spans => _exporter.Spans;

    internal RecentEvents Recent => Market.Node.Services.GetRequiredService<RecentEvents>();

    public async Task InitializeAsync()
    {
        var telemetry = new CocoonTelemetryOptions { TraceShare = 1, SendTraces = traces => traces.AddProcessor(new SimpleActivityExportProcessor(_exporter)) };
        var options = new DevNodeOptions(_folder, Port: 0, KeepVouchers: true, LogLevel.Trace, Telemetry: telemetry, Override: builder =>
            builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(Logs).AddFilter(null, LogLevel.Trace));
        _market = await DevMarket.Start(options, static _ => { }, CancellationToken.None);
        Answer = await Ask(Prompt);
        await Settle();
    }

    public async Task DisposeAsync()
    {
        if (_market is not null) await _market.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The text of /metrics.</summary>
    public async Task<string> Metrics(string accept = "text/plain")
    {
        using var http = new HttpClient { BaseAddress = Market.Node.Address };
        http.DefaultRequestHeaders.TryAddWithoutValidation("Accept", accept);
        return await http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
    }

    private async Task<string> Ask(string prompt)
    {
        using var http = new HttpClient { BaseAddress = Market.Node.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Market.Node.ApiKey.Reveal());
        using var body = new StringContent($$"""{"model":"tiny-jane","stream":true,"max_tokens":12,"temperature":0,"messages":[{"role":"user","content":"{{prompt}}"}]}""", Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), body);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Waits, by the events themselves, until the job's batch is final.</summary>
    private async Task Settle()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await Until(MarketEventKind.ReceiptsPushed, deadline.Token);
        await Market.Node.Grains.Settlement(0).Settle();
        await Until(MarketEventKind.BatchConfirmed, deadline.Token);
    }

    private async Task Until(MarketEventKind kind, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!Recent.Read(0).Events.Any(one => one.News.Kind == kind)) await timer.WaitForNextTickAsync(cancellationToken);
    }

    private sealed class CopyingExporter : BaseExporter<Activity>
    {
        public ConcurrentQueue<Activity> Spans { get; } = new();

        public override ExportResult Export(in Batch<Activity> batch)
        {
            foreach (var span in batch) Spans.Enqueue(span);
            return ExportResult.Success;
        }
    }
}
