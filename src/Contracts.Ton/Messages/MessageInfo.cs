using System.Numerics;
using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Addresses;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Messages;

/// <summary>The header of a message. Source: TL-B block.tlb, CommonMsgInfo and CommonMsgInfoRelaxed.</summary>
public abstract record MessageInfo
{
    private MessageInfo()
    {
    }

    /// <summary>From contract to contract.</summary>
    /// <param name="IhrDisabled">Instant hypercube routing is off, as everywhere on TON.</param>
    /// <param name="Bounce">Comes back when the receiver fails.</param>
    /// <param name="Bounced">Is coming back.</param>
    /// <param name="Source">Null in a message that is still to be sent: the node fills it in.</param>
    /// <param name="Destination">Receiver.</param>
    /// <param name="Value">Coins.</param>
    /// <param name="ExtraCurrencies">Dictionary of other currencies; null for none.</param>
    /// <param name="ExtraFlags">Was ihr_fee until 2025; any value is valid.</param>
    /// <param name="ForwardFee">What is left of the forward fee for the receiving side.</param>
    /// <param name="CreatedLt">Logical time.</param>
    /// <param name="CreatedAt">Unix seconds.</param>
    public sealed record Internal(
        bool IhrDisabled, bool Bounce, bool Bounced, AccountAddress? Source, AccountAddress Destination, Nano Value, Cell? ExtraCurrencies,
        BigInteger ExtraFlags, Nano ForwardFee, ulong CreatedLt, uint CreatedAt) : MessageInfo;

    /// <summary>From outside to a contract.</summary>
    public sealed record ExternalIn(ExternalAddress? Source, AccountAddress Destination, Nano ImportFee) : MessageInfo;

    /// <summary>From a contract to the outside: an event log.</summary>
    public sealed record ExternalOut(AccountAddress? Source, ExternalAddress? Destination, ulong CreatedLt, uint CreatedAt) : MessageInfo;

    internal static MessageInfo Load(CellSlice slice)
    {
        if (!slice.LoadBit())
        {
            return new Internal(
                slice.LoadBit(), slice.LoadBit(), slice.LoadBit(), slice.LoadAddress(), slice.LoadAccount(), slice.LoadCoins(), slice.LoadMaybeRef(),
                slice.LoadVarUInt(4), slice.LoadCoins(), slice.LoadUInt(64), slice.LoadUInt32());
        }
        return slice.LoadBit()
            ? new ExternalOut(slice.LoadAddress(), slice.LoadExternalAddress(), slice.LoadUInt(64), slice.LoadUInt32())
            : new ExternalIn(slice.LoadExternalAddress(), slice.LoadAccount(), slice.LoadCoins());
    }

    internal void Store(CellBuilder builder)
    {
        switch (this)
        {
            case Internal info:
                builder.StoreBit(false).StoreBit(info.IhrDisabled).StoreBit(info.Bounce).StoreBit(info.Bounced)
                    .StoreAddress(info.Source).StoreAddress(info.Destination).StoreCoins(info.Value).StoreMaybeRef(info.ExtraCurrencies)
                    .StoreVarUInt(info.ExtraFlags, 4).StoreCoins(info.ForwardFee).StoreUInt(info.CreatedLt, 64).StoreUInt(info.CreatedAt, 32);
                break;
            case ExternalIn info:
                builder.StoreUInt(0b10, 2).StoreExternalAddress(info.Source).StoreAddress(info.Destination).StoreCoins(info.ImportFee);
                break;
            case ExternalOut info:
                builder.StoreUInt(0b11, 2).StoreAddress(info.Source).StoreExternalAddress(info.Destination).StoreUInt(info.CreatedLt, 64).StoreUInt(info.CreatedAt, 32);
                break;
        }
    }
}
