using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Contracts;
using Cocoon.Ton.Registry;

namespace Cocoon.Ton.Stakes;

/// <summary>
/// The body of a message to a provider's stake. Layouts: docs/registry.md. The answer is a
/// <see cref="Channels.ChannelMessage.Excesses"/> with the same query id; payments carry a comment
/// (<see cref="StakeContract.PaymentOf"/>).
/// </summary>
/// <param name="QueryId">Chosen by the sender; repeated in the answer.</param>
public abstract record StakeMessage(ulong QueryId)
{
    /// <summary>From anyone: add exactly <paramref name="Amount"/> to the stake.</summary>
    public sealed record Stake(ulong QueryId, Nano Amount) : StakeMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.Stake).StoreCoins(Amount).Build();
    }

    /// <summary>Owner: let <paramref name="Amount"/> leave after the unbonding delay.</summary>
    public sealed record StartUnbond(ulong QueryId, Nano Amount) : StakeMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.StartUnbond).StoreCoins(Amount).Build();
    }

    /// <summary>Owner: pay out what has waited long enough, except what a pending slash holds.</summary>
    public sealed record FinishUnbond(ulong QueryId) : StakeMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.FinishUnbond).Build();
    }

    /// <summary>Slasher: ask for <paramref name="Amount"/> because of the evidence with this hash.</summary>
    public sealed record AnnounceSlash(ulong QueryId, Nano Amount, HexBytes Evidence) : StakeMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.AnnounceSlash).StoreCoins(Amount).StoreHash(Evidence).Build();
    }

    /// <summary>Owner: let the arbiter decide upon the pending slash.</summary>
    public sealed record Appeal(ulong QueryId, HexBytes Statement) : StakeMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.Appeal).StoreHash(Statement).Build();
    }

    /// <summary>Arbiter: decide an appeal in time. Upheld, the slash is executed at once.</summary>
    public sealed record Resolve(ulong QueryId, HexBytes Evidence, bool Upheld) : StakeMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.Resolve).StoreHash(Evidence).StoreBit(Upheld).Build();
    }

    /// <summary>From anyone: carry out a slash that was not appealed in time.</summary>
    public sealed record ExecuteSlash(ulong QueryId, HexBytes Evidence) : StakeMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.ExecuteSlash).StoreHash(Evidence).Build();
    }

    /// <summary>Slasher: take the pending slash back.</summary>
    public sealed record WithdrawSlash(ulong QueryId, HexBytes Evidence) : StakeMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.WithdrawSlash).StoreHash(Evidence).Build();
    }

    /// <summary>From anyone: drop an appealed slash that the arbiter has left undecided for too long.</summary>
    public sealed record LapseSlash(ulong QueryId) : StakeMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.LapseSlash).Build();
    }

    /// <summary>From anyone: pay again what came back.</summary>
    /// <param name="QueryId">Repeated in the answer.</param>
    /// <param name="ToBeneficiary">Else to the owner.</param>
    public sealed record PayOwed(ulong QueryId, bool ToBeneficiary) : StakeMessage(QueryId)
    {
        public override Cell ToCell() => Begin(Opcodes.PayOwed).StoreBit(ToBeneficiary).Build();
    }

    /// <exception cref="CellFormatException">An amount is negative, or a hash does not have 32 bytes.</exception>
    public abstract Cell ToCell();

    /// <summary>Reads a body; null for one that is none of these.</summary>
    /// <exception cref="CellFormatException">The opcode is ours, the rest does not fit its layout.</exception>
    public static StakeMessage? Read(Cell body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var slice = body.BeginParse();
        if (slice.PeekUInt32() is not { } opcode || opcode is < Opcodes.Stake or > Opcodes.PayOwed) return null;
        var queryId = slice.SkipBits(32).LoadUInt(64);
        StakeMessage message = opcode switch
        {
            Opcodes.Stake => new Stake(queryId, slice.LoadCoins()),
            Opcodes.StartUnbond => new StartUnbond(queryId, slice.LoadCoins()),
            Opcodes.FinishUnbond => new FinishUnbond(queryId),
            Opcodes.AnnounceSlash => new AnnounceSlash(queryId, slice.LoadCoins(), slice.LoadHash()),
            Opcodes.Appeal => new Appeal(queryId, slice.LoadHash()),
            Opcodes.Resolve => new Resolve(queryId, slice.LoadHash(), slice.LoadBit()),
            Opcodes.ExecuteSlash => new ExecuteSlash(queryId, slice.LoadHash()),
            Opcodes.WithdrawSlash => new WithdrawSlash(queryId, slice.LoadHash()),
            Opcodes.LapseSlash => new LapseSlash(queryId),
            _ => new PayOwed(queryId, slice.LoadBit()),
        };
        slice.RequireEnd();
        return message;
    }

    private CellBuilder Begin(uint opcode) => new CellBuilder().StoreUInt(opcode, 32).StoreUInt(QueryId, 64);
}
