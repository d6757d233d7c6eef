namespace Cocoon.Grains;

/// <summary>Names of the storage providers that grains ask for.</summary>
public static class Stores
{
    /// <summary>Everything that must survive any crash.</summary>
    public const string Ledger = "ledger";
}
