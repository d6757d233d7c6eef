using System.Globalization;
using Cocoon.Bench;
using Cocoon.Bench.Attestation;
using Cocoon.Bench.Contracts;
using Cocoon.Bench.Harness;
using Cocoon.Bench.Ledger;
using Cocoon.Bench.Sealing;
using Cocoon.Bench.Settlement;
using Cocoon.Bench.Soak;
using Cocoon.Bench.Ton;

// One verb for each subject (docs/benchmarks.md). A new one needs its line here and one in the usage.
const string Usage = """
    usage: ./cocoon bench VERB
      attestation  verifications of evidence a second and what they allocate, on one core
      ledger       postings a second in one channel and in many; network fees of settling
      contracts    gas of every message of the contracts (arguments go on to contracts/bench/gas.mjs)
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
        case ["ledger"]:
            await LedgerBench.Run(Console.Out);
            await SettlementBench.Run(Console.Out);
            return 0;
        case ["contracts", .. var rest]:
            return await ContractsBench.Run(rest);
        case ["soak"]:
            return await SoakBench.Run(SoakBench.DefaultMinutes, Console.Out) ? 0 : 1;
        case ["soak", "--minutes", var text] when double.TryParse(text, CultureInfo.InvariantCulture, out var minutes):
            return await SoakBench.Run(minutes, Console.Out) ? 0 : 1;
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
catch (BenchException e)
{
    await Console.Error.WriteLineAsync($"cocoon bench: {e.Message}");
    return 1;
}
