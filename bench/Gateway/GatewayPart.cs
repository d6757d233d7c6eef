using System.Globalization;
using System.Text.Json;
using Cocoon.Bench.Soak;
using Cocoon.Inference.Upstream;

namespace Cocoon.Bench.Gateway;

/// <summary>
/// One of the processes of this benchmark. It says "ready" and its port when it is, answers each "stats" with its figures, and
/// ends with its input.
/// </summary>
internal static class GatewayPart
{
    public const string Verb = "gateway-part";

    /// <summary>Generations at once: more than there are idle streams.</summary>
    private const int Slots = 6_000;

    public static async Task Run(string[] args)
    {
        switch (args)
        {
            case ["stub"]:
                await using (var stub = await StubUpstream.Start()) await Serve(stub.Urls.First(), "");
                break;
            case ["plain", var upstream]:
                await using (var engine = Engine(upstream))
                await using (var gateway = await PlainGateway.Start(engine)) await Serve(gateway.Urls.First(), "");
                break;
            case ["ledger", var upstream]:
                await using (var gateway = await LedgerGateway.Start(Engine(upstream))) await Serve(gateway.App.Urls.First(), gateway.Key.Reveal());
                break;
            case ["load"]:
                await LoadPart.Serve();
                break;
            default:
                throw new BenchException("This verb is for the benchmark's own processes. Run './cocoon bench gateway'.");
        }
    }

    private static UpstreamEngine Engine(string upstream) => new(
        new UpstreamOptions
        {
            Endpoint = new Uri(upstream), Model = SoakHost.Model, WeightHash = SteadyEngine.WeightHash, ContextLength = 4_096, Slots = Slots, MaxWaiting = Slots,
            AllowPrivateAddresses = true, NextTimeout = TimeSpan.FromMinutes(9),
            // The stub answers chats alone: asked how it is, it would be taken for broken, and its offer withdrawn.
            ProbePeriod = Timeout.InfiniteTimeSpan, MetricsPeriod = Timeout.InfiniteTimeSpan,
        }, TimeProvider.System);

    private static async Task Serve(string url, string key)
    {
        Console.WriteLine($"ready {new Uri(url).Port.ToString(CultureInfo.InvariantCulture)} {key}");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line == "collect") GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            Console.WriteLine(JsonSerializer.Serialize(new PartStats(GC.GetTotalAllocatedBytes(), GC.GetTotalMemory(false))));
        }
    }
}
