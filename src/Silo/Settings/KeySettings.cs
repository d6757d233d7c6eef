namespace Cocoon.Silo.Settings;

/// <summary>The market's own keys: files with a 32-byte Ed25519 seed as 64 hex digits, readable by their owner only.</summary>
public sealed class KeySettings
{
    /// <summary>The key that countersigns receipts and proves that a silo is the market's own. Required.</summary>
    public string? MarketKeyFile { get; init; }

    /// <summary>The key of the wallet that claims vouchers and signs the vaults' batches. Required.</summary>
    public string? OperatorKeyFile { get; init; }
}
