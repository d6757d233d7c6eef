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
    /// <summary>Reads a message that is to be sent, or was.</summary>
    /// <exception cref="CellFormatException">Not an internal message.</exception>
    public static InternalMessage Parse(Cell cell)
    {
        var message = Message.Parse(cell);
        if (message.Info is not MessageInfo.Internal info) throw new CellFormatException("Expected an internal message, found an external one.");
        var hasBody = message.BodyByReference || !message.Body.Equals(Cell.Empty);
        return new InternalMessage(info.Destination, info.Value, info.Bounce, hasBody ? message.Body : null, message.Init);
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
        // By reference, whatever its size: equal bodies are then one cell, which a batch pays for once.
        builder.StoreBit(Body is not null);
        if (Body is not null) builder.StoreRef(Body);
        return builder.Build();
    }
}
