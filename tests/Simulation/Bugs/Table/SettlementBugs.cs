namespace Cocoon.Simulation.Tests.Bugs.Table;

/// <summary>Mistakes between the receipts of the channels and the payouts on chain.</summary>
internal static class SettlementBugs
{
    private const string Books = "src/Core/Settlement/Settlements.cs";
    private const string Cut = "src/Core/Settlement/Settlements.Cut.cs";
    private const string Chain = "src/Core/Settlement/Settlements.Chain.cs";
    private const string Tally = "src/Core/Settlement/ProviderTally.cs";
    private const string Grain = "src/Grains/Settlement/SettlementGrain.cs";
    private const string Drive = "src/Grains/Settlement/SettlementGrain.Drive.cs";

    public static IReadOnlyList<SeededBug> All { get; } =
    [
        new("repeated-push-counts-twice", "A push taken before has no second effect (I3).",
            new Edit(Books, "push.Receipts.Where(posted => posted.Number > last).ToList()", "push.Receipts.ToList()"),
            new Edit(Books, "if (posted.Number != ++last)", "last = Math.Max(last, posted.Number);\n            if (posted.Number > last)")),
        new("repeated-push-refused", "A push taken before gets the answer of the first time (I3).",
            new Edit(Books, "push.Receipts.Where(posted => posted.Number > last).ToList()", "push.Receipts.ToList()")),
        new("fee-counted-twice", "The market's share is what the charges leave after the providers' pay (I10).",
            new Edit(Books, "Fees = state.Fees + line.Fee,", "Fees = state.Fees + line.Fee + line.Fee,")),
        new("cut-keeps-the-receipts", "A receipt is in exactly one batch (I6).",
            new Edit(Cut, "Pending = state.Pending.RemoveRange(0, draft.Lines.Count), Open", "Pending = state.Pending, Open")),
        new("cut-drops-what-does-not-fit", "A receipt that does not fit a batch waits for the next one (I6).",
            new Edit(Cut, "Pending = state.Pending.RemoveRange(0, draft.Lines.Count), Open", "Pending = state.Pending.Clear(), Open")),
        new("paid-not-subtracted", "A provider is paid once for what it earned (I1).",
            new Edit(Tally, "public Nano Owed => Earned - Paid - Drawn;", "public Nano Owed => Earned - Drawn;")),
        new("drawable-after-being-paid", "What a batch paid cannot be drawn by proof as well (I1).",
            new Edit(Cut, "entry.Value.Earned - entry.Value.Paid - paid.GetValueOrDefault(entry.Key))", "entry.Value.Earned - paid.GetValueOrDefault(entry.Key))")),
        new("draws-paid-again", "What was drawn by proof is not paid by a batch as well (I1).",
            new Edit(Chain, "Drawn = Nano.Max(draw.Value, tallies[draw.Key].Drawn) }", "Drawn = tallies[draw.Key].Drawn }")),
        new("claims-taken-for-granted", "Vouchers count as claimed when the chain shows it (I1).",
            new Edit(Drive, "if (missing.Count == 0)", "if (missing.Count >= 0)")),
        new("claims-signed-anew", "A message is made anew when the old one can no longer be accepted (I7).",
            new Edit(Drive, "if (State.Open.ClaimAttempt is null || State.Open.ClaimAttempt.ValidUntil < clock.Time)", "if (State.Open.ClaimAttempt is null || clock.Time > 0)")),
        new("payout-signed-anew", "A payout is signed anew when the old one can no longer be accepted (I7).",
            new Edit(Drive, "if (batch.PayoutAttempt is null || batch.PayoutAttempt.ValidUntil < clock.Time)", "if (batch.PayoutAttempt is null || clock.Time > 0)")),
        new("batch-renumbered-in-flight", "A batch goes out again under its own seqno until its fate is known (I7).",
            new Edit(Drive, "        await Commit(Settlements.PayoutGone);\n", "        await Commit(Settlements.PayoutGone);\n        if (batch.PayoutAttempt is { } old && old.ValidUntil < clock.Time)\n        {\n            await Commit(Settlements.PayoutRejected);\n            return;\n        }\n")),
        new("confirmed-before-final", "A payout counts when no reorganisation can take it back (I7).",
            new Edit(Drive, "if (clock.Block >= State.Open!.Sighting!.Block + market.Channel.FinalityBlocks) await Confirm(cancellationToken);", "await Confirm(cancellationToken);")),
        new("first-sighting-kept", "A payout that a reorganisation took back is looked for again (I7).",
            new Edit(Drive, "        await Commit(Settlements.PayoutGone);\n", ""),
            new Edit(Chain, "state.Open?.Sighting?.Transaction == sighting.Transaction && state.Open.Sighting.Block <= sighting.Block", "state.Open?.Sighting is not null")),
        new("confirmed-without-archive", "A confirmed batch is archived before the shard forgets it (I8).",
            new Edit(Drive, "        await GrainFactory.Batch(Shard, confirmed!.Seqno).Archive(confirmed);\n", "        if (confirmed is null) return;\n")),
        new("archive-after-the-confirmation", "A confirmed batch is archived before the shard forgets it (I8).",
            new Edit(Drive, "        await GrainFactory.Batch(Shard, confirmed!.Seqno).Archive(confirmed);\n        await Commit(state => Settlements.Confirm(state, confirmed.ConfirmedAt!.Value, out _));\n", "        await Commit(state => Settlements.Confirm(state, confirmed!.ConfirmedAt!.Value, out _));\n        await GrainFactory.Batch(Shard, confirmed!.Seqno).Archive(confirmed);\n")),
        new("settlement-without-reminder", "What a crash cut off is finished: the reminder is set before a push is taken (I8).",
            new Edit(Grain, "        await (_reminding is { IsFaulted: false } ? _reminding : _reminding = Remind());\n", "")),
    ];
}
