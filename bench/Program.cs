using Cocoon.Bench.Ledger;

return await LedgerBench.Run(Console.Out);
