using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Core.Tests.Channels;

/// <summary>One thing that can happen to a channel, with small numbers so that collisions are common. Amounts in nano, times in seconds.</summary>
internal abstract record ChannelCommand(string Words)
{
    public sealed override string ToString() => Words;

    public sealed record Hold(int Job, long Amount, int Seconds) : ChannelCommand($"hold j{Job} {Amount} for {Seconds} s");

    public sealed record Post(int Job, long Charge, WrongReceipt Wrong = WrongReceipt.No) : ChannelCommand($"post j{Job} {Charge}{(Wrong == 0 ? "" : $" of {Wrong}")}");

    /// <summary>A receipt for one of the running jobs.</summary>
    public sealed record PostRunning(int Nth, long Charge) : ChannelCommand($"post running {Nth} {Charge}");

    public sealed record Void(int Job) : ChannelCommand($"void j{Job}");

    public sealed record Expire() : ChannelCommand("expire");

    /// <summary>A voucher for what is charged and some more or less.</summary>
    public sealed record Vouch(long More, int Seqnos, bool Stranger = false) : ChannelCommand($"vouch {More:+0;-0;+0} #{Seqnos:+0;-0;+0}{(Stranger ? " of another channel" : "")}");

    /// <summary>The last voucher again.</summary>
    public sealed record VouchAgain() : ChannelCommand("vouch again");

    /// <summary>The shard takes covered receipts.</summary>
    public sealed record Push(int Most) : ChannelCommand($"push {Most}");

    /// <summary>An acknowledgement from earlier, or, below zero, of receipts that do not exist.</summary>
    public sealed record Acknowledge(int Back) : ChannelCommand($"acknowledge -{Back}");

    public sealed record Drain() : ChannelCommand("drain");

    public sealed record Reopen() : ChannelCommand("reopen");

    public sealed record Agree() : ChannelCommand("agree");

    public sealed record Permit(long Amount, int Seconds) : ChannelCommand($"permit {Amount} for {Seconds} s");

    public sealed record Pass(int Seconds) : ChannelCommand($"{Seconds} s pass");

    /// <summary>Something happens on chain.</summary>
    public sealed record OnChain(ChainEvent Event, long Amount) : ChannelCommand($"chain: {Event} {Amount}");

    /// <summary>The last blocks are taken back, with all that was in them.</summary>
    public sealed record Reorganise(int Blocks) : ChannelCommand($"chain: {Blocks} blocks back");

    /// <summary>The books read the chain.</summary>
    public sealed record Look(WrongFacts Wrong = WrongFacts.No) : ChannelCommand(Wrong == 0 ? "look" : $"look at {Wrong}");

    private static readonly ChainEvent[] OftenOnChain = [ChainEvent.TopUp, ChainEvent.Blocks, ChainEvent.Blocks, ChainEvent.Withdraw, ChainEvent.Claim];
    private static readonly ChainEvent[] SeldomOnChain = [ChainEvent.AnnounceClose, ChainEvent.AnnounceKey, ChainEvent.ChangeKey, ChainEvent.Close];

    public static Gen<ChannelCommand> Any { get; } = Gen.Frequency(
        (22, from job in Gen.Choose(1, 12)
             from amount in Gen.Elements(-1, 0, 50, 200, 300, 600, 1_001)
             from seconds in Gen.Elements(0, 10, 30, 60, 60, 60, 60, 61)
             select (ChannelCommand)new Hold(job, amount, seconds)),
        (16, from nth in Gen.Choose(0, 3)
             from charge in Gen.Elements(0, 50, 50, 200, 300)
             select (ChannelCommand)new PostRunning(nth, charge)),
        (8, from job in Gen.Choose(1, 12)
            from charge in Gen.Elements(-1, 0, 50, 51, 200, 300)
            from wrong in Gen.Frequency((8, Gen.Constant(WrongReceipt.No)), (1, Gen.Elements(WrongReceipt.Channel, WrongReceipt.Client)))
            select (ChannelCommand)new Post(job, charge, wrong)),
        (4, from job in Gen.Choose(1, 13) select (ChannelCommand)new Void(job)),
        (3, Gen.Constant((ChannelCommand)new Expire())),
        (10, from more in Gen.Elements(-10_000, -50, 0, 0, 0, 0, 50, 1_000, 20_000)
             from seqnos in Gen.Elements(-1, 0, 1, 1, 1, 1, 3)
             from stranger in Gen.Choose(0, 9)
             select (ChannelCommand)new Vouch(more, seqnos, stranger == 0)),
        (2, Gen.Constant((ChannelCommand)new VouchAgain())),
        (6, from most in Gen.Choose(0, 3) select (ChannelCommand)new Push(most)),
        (2, from back in Gen.Choose(-1, 4) select (ChannelCommand)new Acknowledge(back)),
        (2, Gen.Elements<ChannelCommand>(new Drain(), new Reopen(), new Reopen(), new Agree())),
        (3, from amount in Gen.Elements(-1, 0, 100, 4_000, 9_900, 20_000)
            from seconds in Gen.Elements(10, 120)
            select (ChannelCommand)new Permit(amount, seconds)),
        (6, from seconds in Gen.Elements(1, 10, 30, 200) select (ChannelCommand)new Pass(seconds)),
        (9, from happens in Gen.Frequency((14, Gen.Elements(OftenOnChain)), (1, Gen.Elements(SeldomOnChain)))
            from amount in Gen.Choose(1, 3)
            select (ChannelCommand)new OnChain(happens, amount)),
        (2, from blocks in Gen.Elements(1, 2, 3, 5, 12) select (ChannelCommand)new Reorganise(blocks)),
        (9, from wrong in Gen.Frequency((12, Gen.Constant(WrongFacts.No)), (1, Gen.Elements(Enum.GetValues<WrongFacts>())))
            select (ChannelCommand)new Look(wrong)));
}
