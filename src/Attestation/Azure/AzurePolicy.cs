using System.Collections.Immutable;

namespace Cocoon.Attestation.Azure;

/// <summary>What is wanted of Azure Attestation tokens. Whatever is absent is denied.</summary>
public sealed record AzurePolicy
{
    /// <summary>Instances of the service that count. Anybody can own one with a policy that lets all pass. Empty denies all.</summary>
    public ImmutableArray<AzureInstance> Instances { get; init; } = [];

    /// <summary>Oldest token, by its "iat". Azure itself gives eight hours. Default: an hour.</summary>
    public TimeSpan MaxTokenAge { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Accepted values of "x-ms-compliance-status", such as "azure-compliant-cvm". Empty denies all.</summary>
    public ImmutableArray<string> ComplianceStatuses { get; init; } = [];

    /// <summary>SEV-SNP privilege levels that may have asked for the report: 0 where Azure's paravisor did. Empty denies all.</summary>
    public ImmutableArray<int> Vmpls { get; init; } = [];

    /// <summary>Least versions of SEV-SNP; null denies it.</summary>
    public AzureSnpFloor? Snp { get; init; }

    /// <summary>Least versions of TDX; null denies it.</summary>
    public AzureTdxFloor? Tdx { get; init; }
}
