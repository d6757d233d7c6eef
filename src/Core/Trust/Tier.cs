namespace Cocoon.Core.Trust;

/// <summary>How far a provider's machine is proven (design.md section 5). Numbers are on the wire.</summary>
[GenerateSerializer, Alias("cocoon.tier")]
public enum Tier
{
    /// <summary>Development only: evidence made by software. Refused when the network is mainnet.</summary>
    Simulated = 0,

    /// <summary>No TEE: consumer cards, public data only; never chosen unless the caller asks.</summary>
    Open = 1,

    /// <summary>A CPU TEE runs the model.</summary>
    CpuTee = 2,

    /// <summary>A CPU TEE and a GPU in confidential-computing mode.</summary>
    CcGpu = 3,
}
