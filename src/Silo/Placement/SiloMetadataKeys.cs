namespace Cocoon.Silo.Placement;

/// <summary>Names under which a silo tells the others about itself.</summary>
public static class SiloMetadataKeys
{
    /// <summary>Raw address of the wallet that this silo's engine works for; absent on silos without an engine.</summary>
    public const string Wallet = "cocoon.wallet";

    /// <summary>"Core" or "Provider".</summary>
    public const string Role = "cocoon.role";

    /// <summary>Version of the program.</summary>
    public const string Version = "cocoon.version";
}
