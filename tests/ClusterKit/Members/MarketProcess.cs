using System.Diagnostics;
using System.Globalization;
using Cocoon.ClusterKit.Processes;

namespace Cocoon.ClusterKit.Members;

/// <summary>A silo or a gateway in a process of its own.</summary>
/// <param name="process">The process.</param>
/// <param name="configFile">Its settings.</param>
/// <param name="operationsPort">Port of its health page.</param>
/// <param name="address">Where it serves HTTP; null for silos.</param>
internal sealed class MarketProcess(OwnProcess process, string configFile, int operationsPort, Uri? address) : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    public string Name => process.Name;

    public OwnProcess Process => process;

    public string ConfigFile => configFile;

    /// <summary>Where it serves HTTP.</summary>
    public Uri Address => address ?? throw new InvalidOperationException($"{Name} is no gateway.");

    private Uri Operations => new($"http://127.0.0.1:{operationsPort.ToString(CultureInfo.InvariantCulture)}/");

    public Task Start() => process.Start();

    /// <summary>Waits until its health page says that it is ready.</summary>
    /// <exception cref="ClusterException">It ended before, or takes too long.</exception>
    public async Task WaitUntilReady(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        while (!await IsReady(cancellationToken))
        {
            if (!process.IsAlive) throw new ClusterException($"{Name} ended with exit code {process.ExitCode} before it was ready. It said last:\n{process.LogTail()}");
            if (clock.Elapsed > StartTime) throw new ClusterException($"{Name} is not ready after {StartTime.TotalSeconds:0} s. It said last:\n{process.LogTail()}");
            await Task.Delay(Poll, cancellationToken);
        }
    }

    /// <summary>Prometheus' text of its metrics.</summary>
    public Task<string> Metrics(CancellationToken cancellationToken) => Http.GetStringAsync(new Uri(Operations, "metrics"), cancellationToken);

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private async Task<bool> IsReady(CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri(Operations, "health/ready"), cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }
}
