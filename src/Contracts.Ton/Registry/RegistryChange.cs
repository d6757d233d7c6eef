using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Crypto;

namespace Cocoon.Ton.Registry;

/// <summary>
/// What a registry's owner can change behind the timelock: one part, and the parts that apply together with it. Layouts:
/// docs/registry.md. Immutable.
/// </summary>
public abstract record RegistryChange
{
    /// <summary>Parts of one change at most.</summary>
    public const int PartsMax = 16;

    private const int BasisPoints = 10_000;

    private RegistryChange(uint tag) => Tag = tag;

    /// <summary>The part that follows; null for none. Default: null.</summary>
    public RegistryChange? Next { get; init; }

    private uint Tag { get; }

    /// <summary>Allows an image.</summary>
    public sealed record SetMeasurement(HexBytes Measurement, ListedMeasurement Allowed) : RegistryChange(RegistryTags.SetMeasurement)
    {
        private protected override CellBuilder Store(CellBuilder builder) => Allowed.Store(builder.StoreHash(Measurement));
    }

    /// <summary>Forbids an image. No error when it is not there.</summary>
    public sealed record RemoveMeasurement(HexBytes Measurement) : RegistryChange(RegistryTags.RemoveMeasurement)
    {
        private protected override CellBuilder Store(CellBuilder builder) => builder.StoreHash(Measurement);
    }

    /// <summary>Offers a model.</summary>
    /// <param name="Model">Hash of its id (<see cref="ModelId"/>).</param>
    /// <param name="Offer">Its weights and prices.</param>
    public sealed record SetModel(HexBytes Model, ListedModel Offer) : RegistryChange(RegistryTags.SetModel)
    {
        private protected override CellBuilder Store(CellBuilder builder) => builder.StoreHash(Model).StoreRef(Offer.ToCell());
    }

    /// <summary>Takes a model off the list. No error when it is not there.</summary>
    /// <param name="Model">Hash of its id (<see cref="ModelId"/>).</param>
    public sealed record RemoveModel(HexBytes Model) : RegistryChange(RegistryTags.RemoveModel)
    {
        private protected override CellBuilder Store(CellBuilder builder) => builder.StoreHash(Model);
    }

    /// <summary>All rules about money at once.</summary>
    public sealed record SetParameters(RegistryParameters Parameters) : RegistryChange(RegistryTags.SetParameters)
    {
        private protected override CellBuilder Store(CellBuilder builder)
        {
            RequireShare(Parameters.MaxFeeShareBps);
            if (Parameters.Incentives is { } incentives) RequireShare(incentives.HighestShare);
            return builder.StoreRef(Parameters.ToCell());
        }
    }

    /// <summary>The market's share of a charge.</summary>
    /// <param name="FeeBps">Basis points, at most 10,000.</param>
    public sealed record SetFee(ushort FeeBps) : RegistryChange(RegistryTags.SetFee)
    {
        private protected override CellBuilder Store(CellBuilder builder)
        {
            RequireShare(FeeBps);
            return builder.StoreUInt(FeeBps, 16);
        }
    }

    /// <summary>The vault of a settlement shard.</summary>
    /// <param name="Index">The shard, from 0.</param>
    /// <param name="Vault">Null removes the entry.</param>
    public sealed record SetVault(ushort Index, AccountAddress? Vault) : RegistryChange(RegistryTags.SetVault)
    {
        private protected override CellBuilder Store(CellBuilder builder) => builder.StoreUInt(Index, 16).StoreAddress(Vault);
    }

    /// <summary>The key that countersigns receipts: Ed25519, 32 bytes, not of small order.</summary>
    public sealed record SetMarketKey(HexBytes MarketKey) : RegistryChange(RegistryTags.SetMarketKey)
    {
        private protected override CellBuilder Store(CellBuilder builder) => SmallOrder.Contains(MarketKey.ToArray())
            ? throw new CellFormatException("The market key is of small order: anybody could sign under it. Give one that was made from a random seed.")
            : builder.StoreHash(MarketKey);
    }

    /// <summary>Hands the registry over.</summary>
    public sealed record SetOwner(AccountAddress Owner) : RegistryChange(RegistryTags.SetOwner)
    {
        private protected override CellBuilder Store(CellBuilder builder) => builder.StoreAddress(Owner);
    }

    /// <summary>Other code. The data stays; the new code must read it.</summary>
    public sealed record Upgrade(Cell Code) : RegistryChange(RegistryTags.Upgrade)
    {
        private protected override CellBuilder Store(CellBuilder builder) => builder.StoreRef(Code);
    }

    /// <summary>This part and those that follow it.</summary>
    public IEnumerable<RegistryChange> Parts
    {
        get
        {
            for (var part = this; part is not null; part = part.Next) yield return part;
        }
    }

    /// <summary>One change of several parts, applied in this order, all or none.</summary>
    /// <param name="parts">1 to 16, each without parts of its own.</param>
    /// <exception cref="ArgumentException">None, too many, or one that has a next part already.</exception>
    public static RegistryChange Join(params IReadOnlyList<RegistryChange> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count is 0 or > PartsMax) throw new ArgumentException($"A change has 1 to {PartsMax} parts, not {parts.Count}; announce the rest as another change.", nameof(parts));
        if (parts.Any(part => part.Next is not null)) throw new ArgumentException("Join takes single parts: give each with Next null.", nameof(parts));
        return parts.Reverse().Aggregate((next, part) => part with { Next = next });
    }

    /// <summary>The cell to announce, and later to apply.</summary>
    /// <exception cref="CellFormatException">More than 16 parts, or a part with a value that the registry would refuse.</exception>
    public Cell ToCell()
    {
        var parts = Parts.Take(PartsMax + 1).ToList();
        if (parts.Count > PartsMax) throw new CellFormatException($"A change has at most {PartsMax} parts.");
        Cell? cell = null;
        for (var i = parts.Count - 1; i >= 0; i--) cell = parts[i].Store(new CellBuilder().StoreUInt(parts[i].Tag, 32)).StoreMaybeRef(cell).Build();
        return cell!;
    }

    /// <summary>Reads a change with all its parts. Anything may be announced: that it can be read says nothing about its being good.</summary>
    /// <exception cref="CellFormatException">The registry would refuse to apply it: an unknown tag, a part that does not fit its layout, or more than 16.</exception>
    public static RegistryChange Read(Cell change)
    {
        ArgumentNullException.ThrowIfNull(change);
        var parts = new List<RegistryChange>();
        for (var cell = change; cell is not null;)
        {
            if (parts.Count == PartsMax) throw new CellFormatException($"A change has at most {PartsMax} parts.");
            var slice = cell.BeginParse();
            parts.Add(RegistryChangeReader.Part(slice));
            cell = slice.LoadMaybeRef();
            slice.RequireEnd();
        }
        return Join(parts);
    }

    /// <summary>The fields between the tag and the next part.</summary>
    private protected abstract CellBuilder Store(CellBuilder builder);

    private static void RequireShare(int bps)
    {
        if (bps > BasisPoints) throw new CellFormatException($"A share is at most {BasisPoints} basis points, not {bps}.");
    }
}
