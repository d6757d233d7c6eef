using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Messages;

namespace Cocoon.Ton.Client;

/// <summary>A message as it stands in a transaction.</summary>
/// <param name="Source">Sender; null for an external message.</param>
/// <param name="Destination">Receiver; null for an event log.</param>
/// <param name="Value">Coins carried; zero for an external message.</param>
/// <param name="ForwardFee">What its sender paid for the receiving side's part of the way.</param>
/// <param name="Bounced">Whether it is coming back.</param>
/// <param name="Body">Its body.</param>
public sealed record TonMessage(AccountAddress? Source, AccountAddress? Destination, Nano Value, Nano ForwardFee, bool Bounced, Cell Body)
{
    public bool IsExternal => Source is null;

    /// <exception cref="CellFormatException">Not a message.</exception>
    public static TonMessage Parse(Cell cell)
    {
        var message = Message.Parse(cell);
        return message.Info switch
        {
            MessageInfo.Internal info => new TonMessage(info.Source, info.Destination, info.Value, info.ForwardFee, info.Bounced, message.Body),
            MessageInfo.ExternalIn info => new TonMessage(null, info.Destination, Nano.Zero, Nano.Zero, false, message.Body),
            MessageInfo.ExternalOut info => new TonMessage(info.Source, null, Nano.Zero, Nano.Zero, false, message.Body),
            _ => throw new CellFormatException("A message of an unknown kind."),
        };
    }
}
