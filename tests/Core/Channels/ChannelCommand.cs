using Cocoon.Core.Channels;
using Cocoon.Core.Money;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Core.Tests.Channels;

/// <summary>One thing that can happen to a channel, with small numbers so that collisions are common.</summary>
internal abstract record ChannelCommand
{
    public sealed record Hold(int Job, long Amount, int Deadline) : ChannelCommand;

    public sealed record Post(int Job, long Charge) : ChannelCommand;

    public sealed record Void(int Job) : ChannelCommand;

    public sealed record Expire(int Second) : ChannelCommand;

    public sealed record Vouch(long Amount, uint Seqno) : ChannelCommand;

    public sealed record Deposit(long Total) : ChannelCommand;

    public sealed record Push : ChannelCommand;

    /// <summary>The client asks to withdraw.</summary>
    public sealed record Permit(long Amount) : ChannelCommand;

    /// <summary>The client uses its permit, and the chain shows it at a time when the permit is still valid or long gone.</summary>
    public sealed record Withdraw(bool Later) : ChannelCommand;

    public static Gen<ChannelCommand> Any { get; } = Gen.OneOf(
        from job in Gen.Choose(1, 12) from amount in Gen.Choose(0, 600) from deadline in Gen.Choose(1, 60) select (ChannelCommand)new Hold(job, amount, deadline),
        from job in Gen.Choose(1, 12) from charge in Gen.Choose(0, 600) select (ChannelCommand)new Post(job, charge),
        from job in Gen.Choose(1, 12) select (ChannelCommand)new Void(job),
        from second in Gen.Choose(0, 60) select (ChannelCommand)new Expire(second),
        from amount in Gen.Choose(0, 3_000) from seqno in Gen.Choose(0, 9) select (ChannelCommand)new Vouch(amount, (uint)seqno),
        from total in Gen.Choose(9_000, 12_000) select (ChannelCommand)new Deposit(total),
        Gen.Constant((ChannelCommand)new Push()),
        from amount in Gen.Choose(0, 4_000) select (ChannelCommand)new Permit(amount),
        from later in Gen.Elements(true, false) select (ChannelCommand)new Withdraw(later));

    public Step<ChannelState> Apply(ChannelState state) => this switch
    {
        Hold hold => Channel.Hold(state, Samples.Job(hold.Job), new Nano(hold.Amount), Samples.Now.AddSeconds(hold.Deadline), Samples.Limits, Samples.Now),
        Post post => Channel.Post(state, Samples.Receipt(post.Job, post.Charge)),
        Void gone => Channel.Void(state, Samples.Job(gone.Job)),
        Expire expire => Channel.ExpireHolds(state, Samples.Now.AddSeconds(expire.Second)),
        Vouch vouch => Channel.AcceptVoucher(state, Samples.Voucher(vouch.Amount, vouch.Seqno)),
        Deposit deposit => Channel.Observe(state, Seen(state) with { Deposit = new Nano(deposit.Total) }, Samples.Limits),
        Permit permit => Channel.Permit(state, new Nano(permit.Amount), PermitUntil, Samples.Limits),
        Withdraw withdraw => Channel.Observe(state, Seen(state) with
        {
            Withdrawn = state.Permit?.Total ?? state.Withdrawn,
            Time = withdraw.Later ? Samples.Now.AddHours(1) : Samples.Now,
        }, Samples.Limits),
        _ => Channel.Pushed(state, Channel.Covered(state, 3) is [.., var last] ? last.Number : 0, state.Voucher?.Voucher.Seqno ?? 0),
    };

    private static uint PermitUntil => (uint)Samples.Now.AddMinutes(10).ToUnixTimeSeconds();

    /// <summary>The chain as the books know it.</summary>
    private static ChannelFacts Seen(ChannelState state) => Samples.Facts(state.Deposit.Value) with { Withdrawn = state.Withdrawn };
}
