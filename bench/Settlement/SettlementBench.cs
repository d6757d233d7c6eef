using System.Globalization;
using Cocoon.Bench.Chain;
using Cocoon.Bench.Harness;

namespace Cocoon.Bench.Settlement;

/// <summary>What the network takes for settling receipts, read from real transactions on the local chain.</summary>
internal static class SettlementBench
{
    private static readonly int[] Receipts = [10, 100, 1_000, 10_000];
    private static readonly int[] Parties = [1, 100];
    private static readonly string[] Prices = ["full", "cut"];

    public static async Task Run(TextWriter output)
    {
        await output.WriteLineAsync();
        if (LocalChain.Missing is { } missing)
        {
            await output.WriteLineAsync($"Settlement: not measured, {missing}.");
            return;
        }
        await output.WriteLineAsync("Settlement: network fees in TON, from the transactions of one claim and one payout batch on the local chain.");
        var table = new TextTable("clients and providers", "prices", "receipts", "claims", "payouts", "per 1,000 receipts");
        foreach (var prices in Prices)
        {
            await using var chain = await LocalChain.Start(prices);
            foreach (var parties in Parties)
            {
                using var market = new SettlementMarket(chain, parties);
                await market.Deploy();
                foreach (var receipts in Receipts)
                {
                    var cost = await market.Settle(receipts);
                    table.Add(Name(parties, receipts), prices, Number(receipts), Ton(cost.Claims.Value), Ton(cost.Payout.Value), Ton(cost.PerThousand.Value));
                }
            }
        }
        table.Print(output);
    }

    /// <summary>There are no more clients in a settlement than receipts.</summary>
    private static string Name(int parties, int receipts) => $"{Math.Min(parties, receipts)} and {Math.Min(parties, receipts)}";

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Ton(long nano) => ((decimal)nano / 1_000_000_000).ToString("0.000000", CultureInfo.InvariantCulture);
}
