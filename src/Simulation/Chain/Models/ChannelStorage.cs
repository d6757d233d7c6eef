using System.Runtime.CompilerServices;
using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;

namespace Cocoon.Simulation.Chain.Models;

/// <summary>A channel's data as contracts/src/channel.tolk lays it out. Immutable.</summary>
internal sealed record ChannelStorage
{
    private static readonly ConditionalWeakTable<Cell, ChannelStorage> Known = [];

    public required Nano Limit { get; init; }
    public required Nano Claimed { get; init; }
    public required byte[] VoucherKey { get; init; }
    public required AccountAddress Vault { get; init; }
    public required int NetworkId { get; init; }
    public required Nano Withdrawn { get; init; }

    /// <summary>When FinishClose is possible, or when it was closed; null while no close is announced.</summary>
    public uint? CloseAt { get; init; }

    public bool IsClosed { get; init; }

    /// <summary>The announced voucher key and when it can be applied; null for none.</summary>
    public (byte[] Key, uint At)? NextKey { get; init; }

    /// <summary>Never changes; what the contract needs of it is read below.</summary>
    public required Cell Terms { get; init; }

    public required AccountAddress Owner { get; init; }
    public required byte[] MarketKey { get; init; }
    public required uint Grace { get; init; }

    /// <summary>Reads a data cell, once: cells are immutable.</summary>
    public static ChannelStorage Of(Cell data) => Known.GetValue(data, Read);

    public Cell ToCell()
    {
        var data = new CellBuilder()
            .StoreCoins(Limit)
            .StoreCoins(Claimed)
            .StoreBytes(VoucherKey)
            .StoreAddress(Vault)
            .StoreInt(NetworkId, 32)
            .StoreCoins(Withdrawn)
            .StoreMaybeRef(CloseAt is { } closeAt ? new CellBuilder().StoreUInt(closeAt, 32).StoreBit(IsClosed).Build() : null)
            .StoreMaybeRef(NextKey is { } next ? new CellBuilder().StoreBytes(next.Key).StoreUInt(next.At, 32).Build() : null)
            .StoreRef(Terms)
            .Build();
        Known.AddOrUpdate(data, this);
        return data;
    }

    private static ChannelStorage Read(Cell data)
    {
        var slice = data.BeginParse();
        var (limit, claimed) = (slice.LoadCoins(), slice.LoadCoins());
        var (voucherKey, vault, networkId) = (slice.LoadBytes(32), slice.LoadAccount(), (int)slice.LoadInt(32));
        var withdrawn = slice.LoadCoins();
        var closing = slice.LoadMaybeRef()?.BeginParse();
        var next = slice.LoadMaybeRef()?.BeginParse();
        var termsCell = slice.LoadRef();
        var terms = termsCell.BeginParse().SkipBits(256); // the first voucher key
        return new ChannelStorage
        {
            Limit = limit, Claimed = claimed, VoucherKey = voucherKey, Vault = vault, NetworkId = networkId, Withdrawn = withdrawn,
            CloseAt = closing?.LoadUInt32(), IsClosed = closing?.LoadBit() ?? false,
            NextKey = next is null ? null : (next.LoadBytes(32), next.LoadUInt32()),
            Terms = termsCell, Owner = terms.LoadAccount(), MarketKey = terms.LoadBytes(32), Grace = terms.LoadUInt32(),
        };
    }
}
