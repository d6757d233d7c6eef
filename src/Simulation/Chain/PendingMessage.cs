using Cocoon.Core.Accounts;
using Cocoon.Simulation.Chain.Machine;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Fees;
using Cocoon.Ton.Messages;

namespace Cocoon.Simulation.Chain;

/// <summary>What waits for a block. Exactly one of the three is set.</summary>
internal sealed class PendingMessage
{
    private PendingMessage(long notBefore) => NotBefore = notBefore;

    /// <summary>A message from outside the chain: its cell, and what it says.</summary>
    public (Cell Cell, Message Parsed, CellUsage Usage)? External { get; private init; }

    /// <summary>A transfer that a user's own wallet makes.</summary>
    public (AccountAddress From, InternalMessage Message)? Order { get; private init; }

    /// <summary>Money from outside the chain.</summary>
    public ChainMessage? Gift { get; private init; }

    /// <summary>The first tick whose block may take it.</summary>
    public long NotBefore { get; set; }

    /// <summary>How often it was refused.</summary>
    public int Tries { get; set; }

    public static PendingMessage OfExternal(Cell cell, Message parsed, CellUsage usage, long notBefore) => new(notBefore) { External = (cell, parsed, usage) };

    public static PendingMessage OfOrder(AccountAddress from, InternalMessage message, long notBefore) => new(notBefore) { Order = (from, message) };

    public static PendingMessage OfGift(ChainMessage message, long notBefore) => new(notBefore) { Gift = message };

    public override string ToString() =>
        External is { } external ? $"a message from outside to {((MessageInfo.ExternalIn)external.Parsed.Info).Destination}"
        : Order is { } order ? $"a transfer of {order.Message.Value} from {order.From} to {order.Message.Destination}"
        : $"a gift of {Gift!.Value} to {Gift.Destination}";
}
