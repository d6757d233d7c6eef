using System.Globalization;
using Cocoon.Bench;
using Cocoon.Bench.Attestation;
using Cocoon.Bench.Cluster;
using Cocoon.Bench.Contracts;
using Cocoon.Bench.Gateway;
using Cocoon.Bench.Harness;
using Cocoon.Bench.Inference;
using Cocoon.Bench.JobCost;
using Cocoon.Bench.Ledger;
using Cocoon.Bench.Router;
using Cocoon.Bench.Sealing;
using Cocoon.Bench.Settlement;
using Cocoon.Bench.Soak;
using Cocoon.Bench.Ton;
using Cocoon.ClusterKit;

// One verb for each subject (docs/benchmarks.md). A new one needs its line here and one in the usage.
const string Usage = """
    usage: ./cocoon bench VERB
      attestation  verifications of evidence a second and what they allocate, on one core
      jobcost      grain calls, record writes, commits and CPU of a job; memory of an idle grain
      gateway      what the gateway adds to a streamed answer, beside other proxies; idle streams (--long: 100,000 requests, idle streams with the ledger)
      ledger       postings a second in one channel and in many; network fees of settling
      cluster      jobs a second of 1, 2 and 3 core silos in processes of their own, what a job costs, recovery from kills
      contracts    gas of every message of the contracts (arguments go on to contracts/bench/gas.mjs)
      inference    tokens a second of the engine on the processor, beside memory's bandwidth and llama.cpp
      resilience   a cluster under load while its processes are killed -9 in turn (--minutes N, 5 by default)
      router       time and allocation of a pick among 1,000 and 10,000 offers
      soak         a live silo under steady load; fails when it grows (--minutes N, 30 by default)
      sim          simulated jobs and faults a second, on one core (./cocoon sim bench)
      sealing      sealing and opening of requests and answer chunks, on one core
      ton          cells, bags, dictionaries and signatures of the TON library, on one core
    """;

try
{
    switch (args)
    {
        case ["attestation"]:
            AttestationBench.Run(new Runner(Console.Out, TimeProvider.System));
            await HandshakeRows.Print(Console.Out);
            return 0;
        case ["gateway"]:
            return await GatewayBench.Run(isLong: false, Console.Out) ? 0 : 1;
        case ["gateway", "--long"]:
            return await GatewayBench.Run(isLong: true, Console.Out) ? 0 : 1;
        case [GatewayPart.Verb, .. var part]:
            await GatewayPart.Run(part);
            return 0;
        case ["jobcost"]:
            await JobCostBench.Run(Console.Out);
            return 0;
        case ["ledger"]:
            await LedgerBench.Run(Console.Out);
            await SettlementBench.Run(Console.Out);
            return 0;
        case ["cluster"]:
            return await ClusterBench.Run(Console.Out) ? 0 : 1;
        case ["inference"]:
            return InferenceBench.Run(Console.Out) ? 0 : 1;
        case ["router"]:
            return RouterBench.Run(Console.Out) ? 0 : 1;
        case ["resilience"]:
            return await ResilienceBench.Run(ResilienceBench.DefaultMinutes, Console.Out) ? 0 : 1;
        case ["resilience", "--minutes", var text] when double.TryParse(text, CultureInfo.InvariantCulture, out var minutes):
            return await ResilienceBench.Run(minutes, Console.Out) ? 0 : 1;
        case ["contracts", .. var rest]:
            return await ContractsBench.Run(rest);
        case ["soak"]:
            return await SoakBench.Run(SoakBench.DefaultMinutes, Console.Out) ? 0 : 1;
        case ["soak", "--minutes", var text] when double.TryParse(text, CultureInfo.InvariantCulture, out var soakMinutes):
            return await SoakBench.Run(soakMinutes, Console.Out) ? 0 : 1;
        case ["sealing"]:
            SealingBench.Run(new Runner(Console.Out, TimeProvider.System));
            return 0;
        case ["ton"]:
            TonBench.Run(new Runner(Console.Out, TimeProvider.System));
            return 0;
        default:
            await Console.Error.WriteLineAsync(Usage);
            return 2;
    }
}
catch (Exception e) when (e is BenchException or ClusterException)
{
    await Console.Error.WriteLineAsync($"cocoon bench: {e.Message}");
    return 1;
}
