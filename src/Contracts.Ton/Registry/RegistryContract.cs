using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Contracts;
using Cocoon.Ton.Messages;

namespace Cocoon.Ton.Registry;

/// <summary>The registry contract: deployment, messages and reading its data. Layouts: docs/registry.md.</summary>
public static class RegistryContract
{
    /// <summary>Attached to every message, deployment included: enough for each, and what is left comes back.</summary>
    public static readonly Nano MessageValue = new(200_000_000);

    /// <summary>Hash of the code of releases before incentives; its data reads as today's without them.</summary>
    private static readonly HexBytes CodeBeforeIncentives = HexBytes.Parse("667c2e606eeef66ee39fff1f5e5531ec2433d62be64c3cacbdd5fe0e62f49983");

    private static readonly CellCodec<uint> Time = new((builder, value) => builder.StoreUInt(value, 32), slice => slice.LoadUInt32());

    private static readonly HashmapKey<ushort> Index =
        new(16, new CellCodec<ushort>((builder, value) => builder.StoreUInt(value, 16), slice => (ushort)slice.LoadUInt(16)));

    /// <summary>Code and data of a registry that is yet to be deployed.</summary>
    /// <exception cref="CellFormatException">The market key does not have 32 bytes, or an amount is negative.</exception>
    public static StateInit Init(RegistryTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return new StateInit(CompiledContract.Registry, new CellBuilder()
            .StoreUInt(0, 32)               // version
            .StoreUInt(terms.FeeBps, 16)
            .StoreHash(terms.MarketKey)
            .StoreInt(terms.NetworkId, 32)
            .StoreAddress(terms.Owner)
            .StoreRef(new CellBuilder()
                .StoreUInt(terms.Delay, 32)
                .StoreUInt(0, 8)            // count of pending changes
                .StoreMaybeRef(null)        // pending changes
                .Build())
            .StoreRef(new CellBuilder()
                .StoreMaybeRef(null)        // measurements
                .StoreMaybeRef(null)        // models
                .StoreMaybeRef(null)        // vaults
                .Build())
            .StoreRef(terms.Parameters.ToCell())
            .Build());
    }

    /// <summary>Deploys a registry. Its whole value stays there and pays for storage.</summary>
    public static InternalMessage Deploy(RegistryTerms terms)
    {
        var init = Init(terms);
        return new InternalMessage(init.GetAddress(), MessageValue, Bounce: false, Init: init);
    }

    /// <summary>A message from the registry's owner.</summary>
    public static InternalMessage Send(AccountAddress registry, RegistryMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new InternalMessage(registry, MessageValue, Bounce: true, message.ToCell());
    }

    /// <summary>Reads an account's data as a registry; null when its code is not our registry, of this release or the one before.</summary>
    /// <exception cref="CellFormatException">The code is ours, the data does not fit its layout, or an amount is beyond 63 bits.</exception>
    public static RegistryOnChain? Read(Cell code, Cell data)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(data);
        if (!code.Equals(CompiledContract.Registry) && new HexBytes(code.Hash) != CodeBeforeIncentives) return null;
        var slice = data.BeginParse();
        var version = slice.LoadUInt32();
        var feeBps = (ushort)slice.LoadUInt(16);
        var marketKey = slice.LoadHash();
        var networkId = (int)slice.LoadInt(32);
        var owner = slice.LoadAccount();
        var (delay, pending) = ReadTimelock(slice.LoadRef().BeginParse());
        var lists = slice.LoadRef().BeginParse();
        var measurements = Hashmap<HexBytes, ListedMeasurement>.Load(lists.LoadMaybeRef(), Hash32.Key, ListedMeasurement.Codec.Exact());
        var models = Hashmap<HexBytes, ListedModel>.Load(lists.LoadMaybeRef(), Hash32.Key, ListedModel.Codec.Exact());
        var vaults = Hashmap<ushort, AccountAddress>.Load(lists.LoadMaybeRef(), Index, CellCodecs.Address.Exact());
        lists.RequireEnd();
        var parameters = RegistryParameters.Read(slice.LoadRef());
        slice.RequireEnd();
        return new RegistryOnChain(
            version, owner, feeBps, marketKey, networkId, delay, parameters,
            measurements.ToImmutableDictionary(), models.ToImmutableDictionary(), vaults.ToImmutableSortedDictionary(), pending);
    }

    /// <summary>Whether the registry at this address was deployed with these terms. Its owner may have changed them since.</summary>
    public static bool IsAt(AccountAddress registry, RegistryTerms terms) => Init(terms).GetAddress() == registry;

    private static (uint Delay, ImmutableDictionary<HexBytes, uint> Pending) ReadTimelock(CellSlice slice)
    {
        var delay = slice.LoadUInt32();
        var count = slice.LoadUInt(8);
        var pending = Hashmap<HexBytes, uint>.Load(slice.LoadMaybeRef(), Hash32.Key, Time.Exact());
        slice.RequireEnd();
        return (ulong)pending.Count == count
            ? (delay, pending.ToImmutableDictionary())
            : throw new CellFormatException($"A registry counts {count} pending changes and holds {pending.Count}.");
    }
}
