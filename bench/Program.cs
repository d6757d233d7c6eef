using Cocoon.Bench;
using Cocoon.Bench.Contracts;
using Cocoon.Bench.Harness;
using Cocoon.Bench.Ledger;
using Cocoon.Bench.Settlement;
using Cocoon.Bench.Ton;

// One verb for each subject (docs/benchmarks.md). A new one needs its line here and one in the usage.
const string Usage = """
    usage: ./cocoon bench VERB
      ledger     postings a second in one channel and in many; network fees of settling
      contracts  gas of every message of the contracts (arguments go on to contracts/bench/gas.mjs)
      ton        cells, bags, dictionaries and signatures of the TON library, on one core
    """;

try
{
    switch (args)
    {
        case ["ledger"]:
            await LedgerBench.Run(Console.Out);
            await SettlementBench.Run(Console.Out);
            return 0;
        case ["contracts", .. var rest]:
            return await ContractsBench.Run(rest);
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
