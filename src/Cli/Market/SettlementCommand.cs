using System.CommandLine;
using System.Text.Json;
using Cocoon.Core;
using Cocoon.Core.Money;

namespace Cocoon.Cli.Market;

/// <summary>"cocoon settlement": the operator's view of what is owed, on its way, and wrong.</summary>
internal static class SettlementCommand
{
    private const string Path = "cocoon/v1/admin/settlement";

    public static Command Create()
    {
        var shard = new Option<int>("--shard") { Description = "Settlement shard; each has a vault of its own.", Recursive = true };
        var seqno = new Argument<uint>("seqno") { Description = "The batch's seqno." };
        var kind = new Argument<string>("kind") { Description = "Kind of the difference, as 'show' names it." };
        var account = new Argument<string>("account") { Description = "The account it was found at." };
        return new Command("settlement", "Show what is owed and on its way to the chain, and act on it.")
        {
            MarketOptions.State,
            shard,
            new Command("show", "All shards.").With(async (market, _, token) =>
            {
                foreach (var view in (await market.AsAdmin(HttpMethod.Get, Path, token)).EnumerateArray()) Print(view);
            }),
            new Command("settle", "Cut a batch now and pay everyone, whatever the policy says.").With((market, result, token) => Act(market, $"{result.GetValue(shard)}/settle", token)),
            new Command("reconcile", "Hold the books against the chain now.").With((market, result, token) => Act(market, $"{result.GetValue(shard)}/reconcile", token)),
            new Command("resolve", "Accept a difference that you have looked into, so that batches go on.") { kind, account }.With((market, result, token) =>
                Act(market, $"{result.GetValue(shard)}/resolve?kind={Uri.EscapeDataString(result.GetValue(kind)!)}&account={Uri.EscapeDataString(result.GetValue(account)!)}", token)),
            new Command("batch", "A batch that is on chain.") { seqno }.With(async (market, result, token) =>
                PrintBatch(await market.AsAdmin(HttpMethod.Get, $"{Path}/{result.GetValue(shard)}/batches/{result.GetValue(seqno)}", token))),
        };
    }

    private static async Task Act(RunningMarket market, string action, CancellationToken cancellationToken) =>
        Print(await market.AsAdmin(HttpMethod.Post, $"{Path}/{action}", cancellationToken));

    private static void Print(JsonElement view)
    {
        Console.WriteLine($"Settlement {view.GetProperty("shard").GetInt32()}");
        Tables.Line("receipts taken", view.GetProperty("receipt_count").GetInt64());
        Tables.Line("waiting", $"{Counted.Of(view.GetProperty("pending").GetInt32(), "receipt")}, {Tables.Ton(view.GetProperty("pending_pay"))} for providers");
        Tables.Amount("unclaimed", view, "unclaimed");
        Tables.Amount("earned", view, "accepted");
        Tables.Amount("paid", view, "paid");
        Tables.Amount("market's fees", view, "fees");
        Tables.Amount("bonuses", view, "bonuses");
        Tables.Line("next batch", view.GetProperty("next_seqno").GetUInt32());
        if (view.Has("open", out var open))
            Tables.Line("on its way", $"batch {open.GetProperty("seqno").GetUInt32()}, {open.GetProperty("status").GetString()}, {Counted.Of(Receipts(open), "receipt")}, {Counted.Of(open.GetProperty("payouts").GetArrayLength(), "payout")}");
        if (view.Has("costs", out var costs))
            Tables.Line("network fees", $"{Tables.Ton(costs.GetProperty("batch"))} a batch, {Tables.Ton(costs.GetProperty("claim"))} a claim, {Tables.Ton(costs.GetProperty("payout"))} a payout");
        if (view.Has("purse", out var purse))
            Tables.Line("WALLET", $"{purse.GetProperty("wallet").GetString()} holds {Tables.Ton(purse.GetProperty("balance"))}, claims and anchors take {Tables.Ton(purse.GetProperty("needed"))}: send it {Tables.Ton(purse.GetProperty("missing"))} more");
        foreach (var difference in view.GetProperty("differences").EnumerateArray())
            Tables.Line("DIFFERENCE", $"{difference.GetProperty("kind").GetString()} at {difference.GetProperty("account").GetString()}: expected {difference.GetProperty("expected").GetString()}, found {difference.GetProperty("found").GetString()}, since {difference.GetProperty("since").GetDateTimeOffset():u}");
        if (view.GetProperty("differences").GetArrayLength() > 0) Console.WriteLine("  No new batch while books and chain differ (docs/settlement.md).");
    }

    private static int Receipts(JsonElement batch) => batch.GetProperty("receipts").GetProperty("Rows").GetArrayLength();

    private static void PrintBatch(JsonElement batch)
    {
        Console.WriteLine($"Batch {batch.GetProperty("seqno").GetUInt32()}");
        Tables.Line("cut", $"{batch.GetProperty("cut_at").GetDateTimeOffset():u}");
        Tables.Line("transaction", batch.GetProperty("payout_transaction").GetString());
        Tables.Line("receipt root", batch.GetProperty("receipt_root").GetString());
        Tables.Line("earnings root", batch.GetProperty("earnings_root").GetString());
        Tables.Line("receipts", Receipts(batch));
        foreach (var claim in batch.GetProperty("claims").EnumerateArray())
            Tables.Line("claim", $"{Tables.Ton(claim.GetProperty("voucher").GetProperty("amount"))} in all of {claim.GetProperty("voucher").GetProperty("channel").GetString()}");
        foreach (var payout in batch.GetProperty("payouts").EnumerateArray())
            Tables.Line("payout", $"{new Nano(payout.GetProperty("amount").GetInt64())} to {payout.GetProperty("provider").GetString()}");
    }
}
