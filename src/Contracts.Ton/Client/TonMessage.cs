using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;

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

    /// <summary>Source: TL-B block.tlb, Message.</summary>
    public static TonMessage Parse(Cell cell)
    {
        var slice = cell.BeginParse();
        if (!slice.LoadBit()) return ParseInternal(slice);
        return slice.LoadBit() ? ParseExternalOut(slice) : ParseExternalIn(slice);
    }

    private static TonMessage ParseInternal(CellSlice slice)
    {
        slice.SkipBits(2); // ihr_disabled, bounce
        var bounced = slice.LoadBit();
        var source = slice.LoadAddress();
        var destination = slice.LoadAddress();
        var value = slice.LoadCurrencies();
        slice.LoadCoins(); // ihr_fee / extra_flags
        var forwardFee = slice.LoadCoins();
        slice.SkipBits(64 + 32);
        return new TonMessage(source, destination, value, forwardFee, bounced, ReadBody(slice));
    }

    private static TonMessage ParseExternalIn(CellSlice slice)
    {
        slice.LoadAddress();
        var destination = slice.LoadAddress();
        slice.LoadCoins(); // import_fee
        return new TonMessage(null, destination, Nano.Zero, Nano.Zero, false, ReadBody(slice));
    }

    private static TonMessage ParseExternalOut(CellSlice slice)
    {
        var source = slice.LoadAddress();
        slice.LoadAddress();
        slice.SkipBits(64 + 32);
        return new TonMessage(source, null, Nano.Zero, Nano.Zero, false, ReadBody(slice));
    }

    private static Cell ReadBody(CellSlice slice)
    {
        if (slice.LoadBit())
        {
            // StateInit, inline or by reference; not needed here.
            if (slice.LoadBit()) slice.LoadRef();
            else SkipStateInit(slice);
        }
        return slice.LoadBit() ? slice.LoadRef() : slice.LoadRest();
    }

    private static void SkipStateInit(CellSlice slice)
    {
        if (slice.LoadBit()) slice.SkipBits(5);
        if (slice.LoadBit()) slice.SkipBits(2);
        slice.LoadMaybeRef();
        slice.LoadMaybeRef();
        slice.LoadMaybeRef();
    }
}
