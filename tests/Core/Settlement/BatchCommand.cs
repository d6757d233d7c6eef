using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Core.Tests.Settlement;

/// <summary>One thing that can happen to a settlement shard. Amounts in nano, times in seconds.</summary>
internal abstract record BatchCommand(string Words)
{
    public sealed override string ToString() => Words;

    /// <summary>A job ends: its receipt is in the channel's outbox.</summary>
    public sealed record Charge(int Channel, int Provider, int Hundreds) : BatchCommand($"c{Channel} owes {Hundreds}00 to p{Provider}");

    /// <summary>The client signs for all it owes, and some more.</summary>
    public sealed record Sign(int Channel, long More) : BatchCommand($"c{Channel} signs +{More}");

    /// <summary>The outbox pushes what is signed for, beginning a little before what was acknowledged.</summary>
    public sealed record Push(int Channel, int Again, WrongPush Wrong = WrongPush.No) : BatchCommand($"c{Channel} pushes, {Again} again{(Wrong == 0 ? "" : $", wrong: {Wrong}")}");

    /// <summary>A push of before comes, or comes again: the last one, the one before it, and so on.</summary>
    public sealed record LatePush(int Channel, int Nth) : BatchCommand($"c{Channel}'s push, {Nth} before the last, comes late");

    /// <summary>A job ends, the client signs, and the outbox pushes.</summary>
    public sealed record Work(int Channel, int Provider, int Hundreds) : BatchCommand($"c{Channel} works with p{Provider} for {Hundreds}00");

    /// <summary>The shard cuts a batch while fees are so high.</summary>
    public sealed record Cut(long Fee) : BatchCommand($"cut at fee {Fee}");

    /// <summary>The shard looks at the chain and does what comes next for its open batch.</summary>
    public sealed record Drive() : BatchCommand("drive");

    /// <summary>The same, and the network delivers the message at once, so many times.</summary>
    public sealed record Advance(int Steps) : BatchCommand($"advance {Steps}");

    /// <summary>The network delivers a message that was sent, be it now or long ago.</summary>
    public sealed record Deliver(int Nth, bool Fails = false) : BatchCommand($"deliver {Nth}{(Fails ? ", which fails" : "")}");

    /// <summary>A provider draws by proof what the vault guarantees.</summary>
    public sealed record Draw(int Provider) : BatchCommand($"p{Provider} draws");

    /// <summary>The owner announces a close, or closes for good.</summary>
    public sealed record Close(int Channel, bool ForGood) : BatchCommand($"c{Channel} {(ForGood ? "closes" : "announces to close")}");

    /// <summary>A channel refuses its vouchers from now on, or takes them again.</summary>
    public sealed record Obstruct(int Channel) : BatchCommand($"c{Channel} changes its mind");

    /// <summary>Books and chain are compared.</summary>
    public sealed record Compare(WrongVault Wrong = WrongVault.No) : BatchCommand(Wrong == 0 ? "compare" : $"compare, wrong: {Wrong}");

    /// <summary>The operator accepts the first difference.</summary>
    public sealed record Resolve() : BatchCommand("resolve");

    /// <summary>Something that must not happen now, such as confirming what was not seen.</summary>
    public sealed record Wild(int Which) : BatchCommand($"wild {Which}");

    public sealed record Pass(int Seconds) : BatchCommand($"{Seconds} s and a block pass");

    /// <summary>The last blocks are taken back.</summary>
    public sealed record Reorganise(int Blocks) : BatchCommand($"{Blocks} blocks back");

    /// <summary>Mostly what goes well; otherwise anything.</summary>
    public static Gen<BatchCommand> Any { get; } = Gen.Frequency(
        (20, from channel in Gen.Choose(1, 3)
             from provider in Gen.Choose(1, 3)
             from hundreds in Gen.Choose(0, 3)
             select (BatchCommand)new Work(channel, provider, hundreds)),
        (12, from fee in Gen.Elements(0, 2, 3, 5) select (BatchCommand)new Cut(fee)),
        (12, from steps in Gen.Choose(1, 8) select (BatchCommand)new Advance(steps)),
        (12, Gen.Constant((BatchCommand)new Drive())),
        (12, from nth in Gen.Choose(0, 2) from fails in Gen.Choose(0, 2) select (BatchCommand)new Deliver(nth, fails == 0)),
        (4, from channel in Gen.Choose(1, 3)
            from provider in Gen.Choose(1, 3)
            from hundreds in Gen.Choose(0, 3)
            select (BatchCommand)new Charge(channel, provider, hundreds)),
        (3, from channel in Gen.Choose(1, 3) from more in Gen.Elements(0, 0, 50) select (BatchCommand)new Sign(channel, more)),
        (4, from channel in Gen.Choose(1, 3) from again in Gen.Elements(0, 1, 3) select (BatchCommand)new Push(channel, again)),
        (3, from channel in Gen.Choose(1, 3)
            from wrong in Gen.Elements(Enum.GetValues<WrongPush>())
            select (BatchCommand)new Push(channel, 0, wrong)),
        (2, from channel in Gen.Choose(1, 3) from nth in Gen.Choose(0, 4) select (BatchCommand)new LatePush(channel, nth)),
        (5, from provider in Gen.Choose(1, 3) select (BatchCommand)new Draw(provider)),
        (2, from channel in Gen.Choose(1, 3) from good in Gen.Choose(0, 3) select (BatchCommand)new Close(channel, good == 0)),
        (1, from channel in Gen.Choose(1, 3) select (BatchCommand)new Obstruct(channel)),
        (4, from wrong in Gen.Frequency((3, Gen.Constant(WrongVault.No)), (1, Gen.Elements(Enum.GetValues<WrongVault>())))
            select (BatchCommand)new Compare(wrong)),
        (4, Gen.Constant((BatchCommand)new Resolve())),
        (4, from which in Gen.Choose(0, 7) select (BatchCommand)new Wild(which)),
        (6, from seconds in Gen.Elements(5, 5, 70, 4_000) select (BatchCommand)new Pass(seconds)),
        (5, from blocks in Gen.Choose(1, 3) select (BatchCommand)new Reorganise(blocks)));
}
