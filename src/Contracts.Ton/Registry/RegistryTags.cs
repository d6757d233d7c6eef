namespace Cocoon.Ton.Registry;

/// <summary>First 32 bits of the parts of a change (docs/registry.md).</summary>
internal static class RegistryTags
{
    public const uint SetMeasurement = 0x52430001;
    public const uint RemoveMeasurement = 0x52430002;
    public const uint SetModel = 0x52430003;
    public const uint RemoveModel = 0x52430004;
    public const uint SetParameters = 0x52430005;
    public const uint SetFee = 0x52430006;
    public const uint SetVault = 0x52430007;
    public const uint SetMarketKey = 0x52430008;
    public const uint SetOwner = 0x52430009;
    public const uint Upgrade = 0x5243000a;
}
