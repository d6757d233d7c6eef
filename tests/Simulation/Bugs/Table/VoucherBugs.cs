namespace Cocoon.Simulation.Tests.Bugs.Table;

/// <summary>Mistakes with vouchers, a channel's outbox, closing and withdrawing.</summary>
internal static class VoucherBugs
{
    private const string Voucher = "src/Core/Channels/Channel.Voucher.cs";
    private const string Close = "src/Core/Channels/Channel.Close.cs";
    private const string Settlements = "src/Core/Settlement/Settlements.cs";
    private const string Grain = "src/Grains/Channels/PaymentChannelGrain.cs";
    private const string Tick = "src/Grains/Channels/PaymentChannelGrain.Tick.cs";

    public static IReadOnlyList<SeededBug> All { get; } =
    [
        new("voucher-signature-unchecked", "Only what the client signed can be claimed (I4).",
            new Edit(Grain, "if (!vouchers.Verify(voucher, State.VoucherKey))", "if (voucher.Signature.Length != 64)")),
        new("voucher-above-deposit", "A voucher never exceeds the deposit (I4).",
            new Edit(Voucher, "if (voucher.Amount > state.Ceiling)", "if (voucher.Amount.IsNegative)"),
            new Edit(Voucher, "if (voucher.Amount > state.Charged + state.Held)", "if (voucher.Amount.IsNegative)")),
        new("voucher-above-owed", "Nobody collects what no job has used or reserved (I4).",
            new Edit(Voucher, "if (voucher.Amount > state.Charged + state.Held)", "if (voucher.Amount > state.Ceiling)")),
        new("voucher-seqno-may-stay", "A voucher's seqno grows, or the contract and the shard do not take it (I4).",
            new Edit(Voucher, "voucher.Amount <= last.Voucher.Amount || voucher.Seqno <= last.Voucher.Seqno", "voucher.Amount <= last.Voucher.Amount")),
        new("voucher-amount-may-fall", "A voucher's amount only grows (I4).",
            new Edit(Voucher, "voucher.Amount <= last.Voucher.Amount || voucher.Seqno <= last.Voucher.Seqno", "voucher.Seqno <= last.Voucher.Seqno")),
        new("repeated-voucher-refused", "The same voucher again gets the answer of the first time (I3).",
            new Edit(Voucher, "if (last.Voucher == voucher) return", "if (last.Voucher == voucher && voucher.Seqno == 0) return")),
        new("outbox-cleared-before-the-acknowledgement", "A receipt leaves the outbox when the shard has it (I8).",
            new Edit(Tick, "        var acknowledged = await Shard.Accept(", "        if (receipts.Count > 0) await Commit(state => Channel.Pushed(state, receipts[^1].Number, 0));\n        var acknowledged = await Shard.Accept(")),
        new("outbox-cleared-by-count", "The outbox is cleared up to the acknowledged number, whatever its length (I8).",
            new Edit(Voucher, "state.Unsettled.RemoveAll(posted => posted.Number <= upToNumber)", "state.Unsettled.RemoveRange(0, (int)Math.Min(upToNumber, state.Unsettled.Length))")),
        new("outbox-clears-one-more", "The outbox is cleared up to the acknowledged number and no further (I8).",
            new Edit(Voucher, "posted => posted.Number <= upToNumber", "posted => posted.Number <= upToNumber + 1")),
        new("uncovered-receipts-pushed", "A receipt is settled once a voucher covers it (I4).",
            new Edit(Voucher, "[.. state.Unsettled.TakeWhile(posted => posted.ChargedAfter <= state.Vouched).Take(max)]", "[.. state.Unsettled.Take(max)]"),
            new Edit(Settlements, "if (posted.ChargedAfter > push.Voucher.Voucher.Amount)", "if (posted.ChargedAfter.IsNegative)")),
        new("close-with-jobs-running", "A close is agreed when no hold is open (I1).",
            new Edit(Close, "if (!state.Holds.IsEmpty) return", "if (state.Holds.Count > 1_000) return")),
        new("close-without-voucher", "A close is agreed when vouchers cover every charge: providers are paid from them (I1).",
            new Edit(Close, "return state.Vouched < state.Charged", "return state.Vouched.IsNegative")),
        new("final-amount-too-low", "The final amount of a close covers every charge (I1).",
            new Edit(Close, "Nano.Max(state.Charged, state.Claimed)", "state.Claimed"),
            new Edit(Grain, "Invariant.Require(amount >= agreed.Charged,", "Invariant.Require(amount >= agreed.Claimed,")),
        new("withdrawal-beyond-available", "A withdrawal takes what is free, and nothing held or charged (I2).",
            new Edit(Close, "return amount > free", "return amount > state.Ceiling")),
    ];
}
