using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Messages;

/// <summary>A message from outside the chain to a contract.</summary>
public static class ExternalMessage
{
    /// <summary>Largest external message a node takes, in bytes of its bag of cells.</summary>
    public const int MaxBytes = 65_535;

    /// <param name="destination">The contract.</param>
    /// <param name="body">Its body, by reference.</param>
    /// <param name="init">Deploys the contract when set.</param>
    public static Cell Create(AccountAddress destination, Cell body, StateInit? init = null)
    {
        var builder = new CellBuilder()
            .StoreUInt(0b10, 2)         // ext_in_msg_info$10
            .StoreAddress(null)
            .StoreAddress(destination)
            .StoreCoins(Nano.Zero);     // import_fee
        builder.StoreBit(init is not null);
        if (init is not null) builder.StoreBit(true).StoreRef(init.ToCell());
        return builder.StoreBit(true).StoreRef(body).Build();
    }

    /// <summary>
    /// The hash by which to look for a message on chain, however a node repacked it: that of the message without source,
    /// import fee and state init, and with its body by reference. Source: TEP-467.
    /// </summary>
    /// <exception cref="CellFormatException">Not an external message to a contract.</exception>
    public static HexBytes NormalizedHash(Cell message)
    {
        var parsed = Message.Parse(message);
        return parsed.Info is MessageInfo.ExternalIn info
            ? new HexBytes(Create(info.Destination, parsed.Body).Hash)
            : throw new CellFormatException("Only external messages to a contract have a normalised hash.");
    }
}
