using System.Collections.Immutable;

namespace Cocoon.Attestation.Nvidia;

/// <summary>What is wanted of NRAS tokens. Whatever is absent is denied.</summary>
public sealed record NrasPolicy
{
    /// <summary>Accepted "iss", exactly: "https://nras.attestation.nvidia.com" is the service, others of that name are for tests. Empty denies all.</summary>
    public ImmutableArray<string> Issuers { get; init; } = [];

    /// <summary>Accepted architectures, each with its least driver. Empty denies all.</summary>
    public ImmutableArray<NrasModel> Models { get; init; } = [];

    /// <summary>Oldest token, by its "iat". Default: an hour, as NVIDIA gives.</summary>
    public TimeSpan MaxTokenAge { get; init; } = TimeSpan.FromHours(1);
}
