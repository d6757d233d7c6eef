namespace Cocoon.Silo.Settings;

/// <summary>Where a provider's stake lies.</summary>
public sealed class AuditStakeSettings
{
    /// <summary>Raw address of the provider's wallet. Required.</summary>
    public string? Provider { get; init; }

    /// <summary>Raw address of its stake contract. Required.</summary>
    public string? Contract { get; init; }
}
