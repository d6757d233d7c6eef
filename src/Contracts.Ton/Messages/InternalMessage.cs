using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Messages;

/// <summary>A message that a contract is to send (MessageRelaxed: the node fills in source, fees and time).</summary>
/// <param name="Destination">Receiver.</param>
/// <param name="Value">Coins to carry.</param>
/// <param name="Bounce">Whether it comes back when the receiver fails; false for wallets that may not exist yet.</param>
/// <param name="Body">Null for an empty body.</param>
/// <param name="Init">Deploys the receiver when set.</param>
public sealed record InternalMessage(AccountAddress Destination, Nano Value, bool Bounce, Cell? Body = null, StateInit? Init = null)
{
    /// <summary>
    /// Whether the body stands in the message's root cell, which costs nothing to forward. Only small bodies fit there.
    /// Default: by reference.
    /// </summary>
    public bool InlineBody { get; init; }

    /// <summary>Reads a message that is to be sent, or was.</summary>
    /// <exception cref="CellFormatException">Not an internal message.</exception>
    public static InternalMessage Parse(Cell cell)
    {
        var message = Message.Parse(cell);
        if (message.Info is not MessageInfo.Internal info) throw new CellFormatException("Expected an internal message, found an external one.");
        var hasBody = message.BodyByReference || !message.Body.Equals(Cell.Empty);
        return new InternalMessage(info.Destination, info.Value, info.Bounce, hasBody ? message.Body : null, message.Init) { InlineBody = hasBody && !message.BodyByReference };
    }

    public Cell ToCell()
    {
        var builder = new CellBuilder()
            .StoreBit(false)            // int_msg_info$0
            .StoreBit(true)             // instant hypercube routing is off, as everywhere on TON
            .StoreBit(Bounce)
            .StoreBit(false)            // not bounced
            .StoreAddress(null)         // the sender, filled in by the node
            .StoreAddress(Destination)
            .StoreCoins(Value)
            .StoreBit(false)            // no extra currencies
            .StoreCoins(Nano.Zero)      // ihr_fee / extra_flags
            .StoreCoins(Nano.Zero)      // fwd_fee
            .StoreUInt(0, 64)           // created_lt
            .StoreUInt(0, 32);          // created_at
        builder.StoreBit(Init is not null);
        if (Init is not null) builder.StoreBit(true).StoreRef(Init.ToCell());
        if (Body is null) return builder.StoreBit(false).Build();
        return InlineBody ? builder.StoreBit(false).StoreCell(Body).Build() : builder.StoreBit(true).StoreRef(Body).Build();
    }
}
