using System.Text.Json;
using System.Threading.Channels;

namespace Cocoon.ClusterKit.Load;

/// <summary>A run of the load generator: sends requests, writes a record of each as it ends, and signs for all of it at the end.</summary>
internal sealed class LoadRun : IDisposable
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private const int MaxSettleRounds = 40;
    private const int RecordsWaiting = 10_000;

    private readonly LoadPlan _plan;
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 4_096, ConnectTimeout = TimeSpan.FromSeconds(5) }) { Timeout = RequestTimeout };
    private readonly List<Payer> _payers;
    private readonly Caller _caller;
    private readonly Channel<LoadRecord> _records = Channel.CreateBounded<LoadRecord>(RecordsWaiting);
    private int _number = -1;
    private int _inFlight;

    public LoadRun(LoadPlan plan)
    {
        _plan = plan;
        _payers = [.. plan.Clients.Select(client => new Payer(client, plan.ReceiptsPerVoucher))];
        _caller = new Caller(new Sender(_http, plan, _time), plan, _payers, _http);
    }

    /// <summary>Requests at a fixed rate that were not sent because too many were under way.</summary>
    public int NotSent { get; private set; }

    /// <summary>Returns when the last request has ended and all is signed for.</summary>
    /// <param name="stop">Ends the sending of new requests; those under way still end.</param>
    public async Task Run(CancellationToken stop)
    {
        var writing = Write();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        end.CancelAfter(TimeSpan.FromSeconds(_plan.Seconds));
        await (_plan.Callers > 0 ? Task.WhenAll(Enumerable.Range(0, _plan.Callers).Select(_ => OneByOne(end.Token))) : AtRate(end.Token));
        _records.Writer.Complete();
        await writing;
        await Settle();
    }

    public void Dispose()
    {
        foreach (var payer in _payers) payer.Dispose();
        _http.Dispose();
    }

    private async Task OneByOne(CancellationToken end)
    {
        while (!end.IsCancellationRequested && Next() is { } number) await _records.Writer.WriteAsync(await _caller.Buy(number), CancellationToken.None);
    }

    private async Task AtRate(CancellationToken end)
    {
        var (start, running) = (_time.GetTimestamp(), new HashSet<Task>());
        for (long due = 0; !end.IsCancellationRequested; due++)
        {
            var wait = TimeSpan.FromSeconds(due / _plan.PerSecond) - _time.GetElapsedTime(start);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, _time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (end.IsCancellationRequested || _number + 1 >= _plan.MaxRequests) break;
            if (Volatile.Read(ref _inFlight) >= _plan.MaxInFlight) NotSent++;
            else running.Add(One(Next()!.Value));
            if (running.Count > 2 * _plan.MaxInFlight) running.RemoveWhere(task => task.IsCompletedSuccessfully);
        }
        await Task.WhenAll(running);
    }

    private async Task One(int number)
    {
        Interlocked.Increment(ref _inFlight);
        await _records.Writer.WriteAsync(await _caller.Buy(number));
        Interlocked.Decrement(ref _inFlight);
    }

    private int? Next() => Interlocked.Increment(ref _number) is var number && number < _plan.MaxRequests ? number : null;

    private async Task Write()
    {
        // Each record at once: whoever started this run can see how far it is.
        await using var file = new StreamWriter(_plan.RecordsFile) { AutoFlush = true };
        await foreach (var record in _records.Reader.ReadAllAsync()) await file.WriteLineAsync(JsonSerializer.Serialize(record, LoadPlan.Json));
    }

    private async Task Settle()
    {
        var open = _payers.ToList();
        for (var round = 0; open.Count > 0 && round < MaxSettleRounds; round++)
        {
            if (round > 0) await Task.Delay(Pause);
            var gateway = _plan.Gateways[round % _plan.Gateways.Count];
            var settled = await Task.WhenAll(open.Select(async payer => (payer, await payer.Settle(_http, gateway))));
            open = [.. settled.Where(result => !result.Item2).Select(result => result.payer)];
        }
        await File.WriteAllBytesAsync(_plan.VouchersFile, JsonSerializer.SerializeToUtf8Bytes(_payers.Select(payer => payer.Vouchers), LoadPlan.Json));
    }
}
