namespace Cocoon.Simulation.Tests.Bugs.Table;

/// <summary>Mistakes with holds, charges and deposits of a channel.</summary>
internal static class ChannelBugs
{
    private const string Books = "src/Core/Channels/Channel.cs";
    private const string Hold = "src/Core/Channels/Channel.Hold.cs";
    private const string Post = "src/Core/Channels/Channel.Post.cs";
    private const string Void = "src/Core/Channels/Channel.Void.cs";
    private const string Observe = "src/Core/Channels/Channel.Observe.cs";
    private const string Job = "src/Core/Jobs/Job.cs";
    private const string Grain = "src/Grains/Channels/PaymentChannelGrain.cs";

    public static IReadOnlyList<SeededBug> All { get; } =
    [
        new("repeated-hold-counts-twice", "The same hold again has no second effect (I3).",
            new Edit(Hold, "if (state.Holds.TryGetValue(job, out var held))", "if (state.Holds.TryGetValue(job, out var held) && held.Amount != amount)")),
        new("hold-after-its-end", "A hold on its way when its job ended cannot take effect afterwards (I5).",
            new Edit(Hold, "if (FindEnded(state, job) is not null) return", "if (FindEnded(state, job) is { Ending: HoldEnding.Posted }) return")),
        new("hold-beyond-the-deposit", "Available money is never negative (I2).",
            new Edit(Hold, "if (amount > available)", "if (amount > state.Ceiling)")),
        new("credit-cap-ignored", "Unpaid exposure stays within the cap (I9).",
            new Edit(Hold, "if (exposure > limits.CreditCap || state", "if (state")),
        new("holds-are-no-exposure", "Holds count as exposure, because posting them makes it so (I9).",
            new Edit(Hold, "var exposure = state.Exposure + amount;", "var exposure = state.Charged - state.Vouched + amount;")),
        new("repeated-post-refused", "The same receipt again gets the answer of the first time (I3).",
            new Edit(Post, "ended.Ending == HoldEnding.Posted && ended.ReceiptHash == hash", "ended.Ending == HoldEnding.Posted && ended.ReceiptNumber == 0")),
        new("charge-above-hold", "A charge never exceeds its hold (I5).",
            new Edit(Post, "if (receipt.Charge > hold.Amount)", "if (receipt.Charge > state.Ceiling)"),
            new Edit(Job, "if (receipt.Tokens.Delivered > spec.MaxCompletionTokens)", "if (receipt.Tokens.Delivered > MaxTokens)")),
        new("post-after-void", "A hold is released exactly once: voided, it cannot be charged any more (I5).",
            new Edit(Post, "if (FindEnded(state, receipt.Job) is { } ended)", "if (FindEnded(state, receipt.Job) is { Ending: HoldEnding.Posted } ended)"),
            new Edit(Post, "if (!state.Holds.TryGetValue(receipt.Job, out var hold))", "var hold = state.Holds.GetValueOrDefault(receipt.Job) ?? new Hold(receipt.Charge, receipt.EndedAt);\n        if (hold is null)")),
        new("hold-released-twice", "A hold is released exactly once (I5).",
            new Edit(Books, "Holds = state.Holds.Remove(ended.Job),", "Holds = state.Holds,")),
        new("post-keeps-the-hold", "Posting releases the hold whole (I1).",
            new Edit(Books, "state.Held - hold.Amount : state.Held,", "ended.Ending == HoldEnding.Posted ? state.Held : state.Held - hold.Amount : state.Held,")),
        new("void-forgets-unknown-jobs", "A job voided before its hold arrived stays voided (I5).",
            new Edit(Void, "            not null => Step<ChannelState>.Stay(state),", "            not null => Step<ChannelState>.Stay(state),\n            null when !state.Holds.ContainsKey(job) => Step<ChannelState>.Stay(state),")),
        new("repeated-void-refused", "The same void again gets the answer of the first time (I3).",
            new Edit(Void, "            not null => Step<ChannelState>.Stay(state),", "            not null => Refuse(RefusalCode.HoldEnded, \"ended\"),")),
        new("holds-never-expire", "Every hold ends by its deadline (I13).",
            new Edit(Void, "hold.Value.Deadline <= now", "hold.Value.Deadline.AddYears(1) <= now")),
        new("deposit-before-final", "A deposit counts when no reorganisation can take it back (I1).",
            new Edit(Observe, "var deposit = Final(state, facts, limits.FinalityBlocks);", "var deposit = Final(state, facts, 0);")),
        new("withdrawal-not-booked", "What the owner took back is not there any more (I1).",
            new Edit(Observe, "Withdrawn = facts.Closed ? state.Withdrawn : facts.Withdrawn,", "Withdrawn = state.Withdrawn,")),
        new("permit-forgotten-early", "A signed withdrawal stays reserved as long as it can be used (I1).",
            new Edit(Observe, "> permit.ValidUntil + PermitGrace ?", "> permit.ValidUntil - 5 * PermitGrace ?")),
        new("channel-without-reminder", "What a crash cut off is finished: the reminder is set before the hold (I13).",
            new Edit(Grain, "Reminding() => _reminding is { IsFaulted: false } ? _reminding : _reminding = Remind();", "Reminding() => Task.CompletedTask;")),
    ];
}
