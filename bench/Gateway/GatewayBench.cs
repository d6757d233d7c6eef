using System.Globalization;
using System.Text.Json;
using Cocoon.Bench.Harness;
using Cocoon.Silo.Hosting;

namespace Cocoon.Bench.Gateway;

/// <summary>
/// What the gateway adds to a streamed answer, beside other proxies in front of the same server: every part is a process of its
/// own on this machine, and all rows are of one run, since only then they can be compared.
/// </summary>
internal sealed class GatewayBench(TextWriter output, bool isLong)
{
    private const int PerSecond = 300;
    private const double RateSeconds = 4;
    private const double ClosedSeconds = 3;

    /// <summary>Enough for the compiler to be done with what is measured, wherever our own code runs.</summary>
    private const int WarmUp = 1_500;
    private const int Streams = 5_000;
    private const int ShortRun = 2_000;
    private const int LongRun = 100_000;
    private const double MostIdleMegabytes = 400;

    /// <summary>Rounds over all rows, so that a busy moment of the machine does not fall on one of them alone; the better round counts.</summary>
    private const int Rounds = 2;

    public static async Task<bool> Run(bool isLong, TextWriter output)
    {
        if (!OperatingSystem.IsLinux()) throw new BenchException("This benchmark reads /proc: it needs Linux.");
        var bench = new GatewayBench(output, isLong);
        var folder = Directory.CreateTempSubdirectory("cocoon-gateway-");
        try
        {
            return await bench.Run(folder);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<bool> Run(DirectoryInfo folder)
    {
        await using var stub = await PartProcess.Own("stub");
        await using var load = await PartProcess.Own("load");
        var upstream = $"http://127.0.0.1:{stub.Port.ToString(CultureInfo.InvariantCulture)}";
        await using var plain = await PartProcess.Own("plain", upstream + "/v1");
        await using var lines = await PartProcess.Own("plain", upstream + "/lines/v1");
        await using var ledger = await PartProcess.Own("ledger", upstream + "/v1");
        var (nginx, noNginx) = await ForeignProxies.Nginx(folder, stub.Port);
        await using var _ = nginx;
        var (portkey, noPortkey) = await ForeignProxies.PortkeyGateway(folder);
        await using var __ = portkey;

        const string Path = "/v1/chat/completions";
        var paid = new Target("ours, ledger and receipts", ledger, Path, $"Authorization: Bearer {ledger.Key}\r\n", LedgerGateway.Channels, IsOurs: true);
        List<Target> targets = [new("direct", stub, Path), new("direct, JSON lines", stub, "/lines" + Path)];
        if (nginx is not null) targets.AddRange([new("nginx", nginx, Path), new("nginx, JSON lines", nginx, "/lines" + Path)]);
        if (portkey is not null) targets.Add(new("portkey (npm)", portkey, Path, $"Authorization: Bearer x\r\nx-portkey-provider: openai\r\nx-portkey-custom-host: {upstream}/v1\r\n"));
        targets.AddRange([new("ours, plain", plain, Path, IsOurs: true), new("ours, plain, upstream in JSON lines", lines, Path, IsOurs: true), paid]);

        await output.WriteLineAsync($"Gateway: {CocoonSilo.Runtime}, SQLite, {Environment.ProcessorCount} processors for everything. Streamed answers of {Answer.Chunks} chunks of {Answer.TextBytes} B and usage.");
        if (nginx is null) await output.WriteLineAsync($"skipped nginx: {noNginx}.");
        if (portkey is null) await output.WriteLineAsync($"skipped portkey: {noPortkey}.");
        await output.WriteLineAsync("skipped YARP: its package is not among those that this repository restores.");
        if (portkey is not null && await Refusal(load, targets.Find(target => target.Process == portkey)!) is { } refusal)
        {
            targets.RemoveAll(target => target.Process == portkey);
            await output.WriteLineAsync($"skipped portkey: it does not serve the stub ({refusal.ReplaceLineEndings(" ")}).");
        }
        var figures = await Measure(load, targets);
        Print(targets, figures);
        var isMet = Judge(targets, figures, paid);
        isMet &= await Memory(load, paid);
        isMet &= await IdleStreams(load, targets.Find(target => target.Process == plain)!);
        // Five thousand holds and leases take a while to make.
        if (isLong) isMet &= await IdleStreams(load, paid);
        return isMet;
    }

    private static async Task<Dictionary<Target, TargetFigures>> Measure(PartProcess load, List<Target> targets)
    {
        var found = new Dictionary<Target, TargetFigures>();
        foreach (var target in targets) await Send(load, target, target.Plan with { Requests = WarmUp });
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var target in targets)
            {
                var atRate = await Send(load, target, target.Plan with { PerSecond = PerSecond, Seconds = RateSeconds });
                var (cpu, allocated) = (target.Process.Cpu(), await Allocated(target));
                var closed = await Send(load, target, target.Plan with { Seconds = ClosedSeconds });
                var figures = new TargetFigures(atRate, closed, (target.Process.Cpu() - cpu).TotalMilliseconds / closed.Requests, (await Allocated(target) - allocated) / closed.Requests);
                found[target] = found.TryGetValue(target, out var before) ? Better(before, figures) : figures;
            }
        }
        return found;
    }

    private static TargetFigures Better(TargetFigures one, TargetFigures other) => new(
        one.AtRate.P50 < other.AtRate.P50 ? one.AtRate : other.AtRate,
        one.Closed.PerSecond > other.Closed.PerSecond ? one.Closed : other.Closed,
        Math.Min(one.CpuMilliseconds, other.CpuMilliseconds), one.Allocated is { } bytes ? Math.Min(bytes, other.Allocated!.Value) : null);

    private static async Task<double?> Allocated(Target target) => target.IsOurs ? (await target.Process.Ask<PartStats>("stats")).Allocated : null;

    /// <summary>Why a proxy does not do for this benchmark; null if it does.</summary>
    private static async Task<string?> Refusal(PartProcess load, Target target) =>
        (await load.Ask<LoadResult>(JsonSerializer.Serialize(target.Plan with { Requests = 4 }))).Failure;

    private static async Task<LoadResult> Send(PartProcess load, Target target, LoadPlan plan)
    {
        var result = await load.Ask<LoadResult>(JsonSerializer.Serialize(plan));
        return result.Failures == 0 ? result : throw new BenchException($"{target.Name}: {result.Failures} of {result.Requests} requests failed, the first with: {result.Failure}");
    }

    private void Print(List<Target> targets, Dictionary<Target, TargetFigures> figures)
    {
        var table = new TextTable("", "added p50 ms", "added p99 ms", "p50 ms", "p99 ms", "closed loop/s", "CPU ms/request", "KB/request");
        foreach (var target in targets)
        {
            var (own, direct) = (figures[target], figures[Direct(targets, target)]);
            var isProxy = !target.Name.StartsWith("direct", StringComparison.Ordinal);
            table.Add(target.Name,
                isProxy ? Number(own.AtRate.P50 - direct.AtRate.P50) : "", isProxy ? Number(own.AtRate.P99 - direct.AtRate.P99) : "",
                Number(own.AtRate.P50), Number(own.AtRate.P99), own.Closed.PerSecond.ToString("#,0", CultureInfo.InvariantCulture),
                Number(own.CpuMilliseconds), own.Allocated is { } bytes ? (bytes / 1024).ToString("#,0.0", CultureInfo.InvariantCulture) : "");
        }
        table.Print(output);
        output.WriteLine($"p50 and p99: whole answers at {PerSecond} requests/s, from when each was due. Closed loop: 16 callers. CPU: the row's own process.");
    }

    private bool Judge(List<Target> targets, Dictionary<Target, TargetFigures> figures, Target paid)
    {
        var direct = figures[targets[0]].AtRate;
        var isMet = Verdict("added p50 with the ledger, ms", figures[paid].AtRate.P50 - direct.P50, 1);
        isMet &= Verdict("added p99 with the ledger, ms", figures[paid].AtRate.P99 - direct.P99, 5);
        if (targets.Find(target => target.Name == "nginx") is not { } nginx) return isMet;
        var plain = targets.Find(target => target.Name == "ours, plain")!;
        return isMet & Verdict("nginx's closed loop over ours, plain", figures[nginx].Closed.PerSecond / figures[plain].Closed.PerSecond, 2);
    }

    /// <summary>Whether a process grows with the requests it has served.</summary>
    private async Task<bool> Memory(PartProcess load, Target target)
    {
        var requests = isLong ? LongRun : ShortRun;
        await Send(load, target, target.Plan with { Requests = requests / 10 });
        var before = (await target.Process.Ask<PartStats>("collect")).Heap;
        var result = await Send(load, target, target.Plan with { Requests = requests });
        var after = (await target.Process.Ask<PartStats>("collect")).Heap;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{target.Name}: heap {before / 1e6:0.0} MB before and {after / 1e6:0.0} MB after {requests:#,0} requests ({result.PerSecond:#,0}/s), resident {target.Process.Resident() / 1e6:0} MB."));
        // What the ledger keeps in memory for a while, finished jobs above all, is some KB each and goes with time; a leak of answers would be more.
        return Verdict("bytes of heap left by a request", Math.Max(0, after - before) / (double)requests, isLong ? 1_024 : 16_384);
    }

    private async Task<bool> IdleStreams(PartProcess load, Target target)
    {
        var held = await load.Ask<LoadResult>(JsonSerializer.Serialize(target.Plan with { IsIdle = true, Connections = Streams }));
        await target.Process.Ask<PartStats>("collect");
        var resident = target.Process.Resident() / 1e6;
        await load.Ask<LoadResult>("release");
        if (held.Failures > 0) throw new BenchException($"{target.Name}: {held.Failures} of {Streams} idle streams were refused, the first with: {held.Failure}");
        return Verdict($"{target.Name}: resident MB with {Streams} idle streams", resident, MostIdleMegabytes);
    }

    private bool Verdict(string name, double found, double most)
    {
        output.WriteLine($"target {name} <= {Number(most)}: {(found <= most ? "met" : "missed")} ({Number(found)})");
        return found <= most;
    }

    private static Target Direct(List<Target> targets, Target target) => targets[target.Name.EndsWith("JSON lines", StringComparison.Ordinal) ? 1 : 0];

    private static string Number(double value) => value.ToString("#,0.00", CultureInfo.InvariantCulture);
}
