using Cocoon.Core.Accounts;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Registry;

/// <summary>Reads one part of a change.</summary>
internal static class RegistryChangeReader
{
    /// <summary>Leaves the slice before the next part.</summary>
    public static RegistryChange Part(CellSlice slice) => slice.LoadUInt32() switch
    {
        RegistryTags.SetMeasurement => new RegistryChange.SetMeasurement(slice.LoadHash(), ListedMeasurement.Load(slice)),
        RegistryTags.RemoveMeasurement => new RegistryChange.RemoveMeasurement(slice.LoadHash()),
        RegistryTags.SetModel => new RegistryChange.SetModel(slice.LoadHash(), ListedModel.Read(slice.LoadRef())),
        RegistryTags.RemoveModel => new RegistryChange.RemoveModel(slice.LoadHash()),
        RegistryTags.SetParameters => new RegistryChange.SetParameters(RegistryParameters.Read(slice.LoadRef())),
        RegistryTags.SetFee => new RegistryChange.SetFee((ushort)slice.LoadUInt(16)),
        RegistryTags.SetVault => new RegistryChange.SetVault((ushort)slice.LoadUInt(16), Vault(slice)),
        RegistryTags.SetMarketKey => new RegistryChange.SetMarketKey(slice.LoadHash()),
        RegistryTags.SetOwner => new RegistryChange.SetOwner(slice.LoadAccount()),
        RegistryTags.Upgrade => new RegistryChange.Upgrade(slice.LoadRef()),
        var tag => throw new CellFormatException($"0x{tag:x8} is no change of a registry."),
    };

    /// <summary>An account or addr_none. External addresses, which <see cref="CellSlice.LoadAddress"/> lets pass, are refused as by the contract.</summary>
    private static AccountAddress? Vault(CellSlice slice)
    {
        const int noneBits = 2;
        var before = slice.BitsLeft;
        var address = slice.LoadAddress();
        return address is not null || before - slice.BitsLeft == noneBits
            ? address
            : throw new CellFormatException("A vault's address is an account or none, not an external address.");
    }
}
