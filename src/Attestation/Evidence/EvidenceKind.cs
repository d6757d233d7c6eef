namespace Cocoon.Attestation.Evidence;

/// <summary>Formats of evidence. Numbers are on the wire.</summary>
public enum EvidenceKind
{
    /// <summary>Made by software for development; proves nothing about a machine.</summary>
    Simulated = 0,

    /// <summary>Intel TDX quote, version 4 or 5.</summary>
    Tdx = 1,

    /// <summary>AMD SEV-SNP attestation report, version 2 to 5.</summary>
    SevSnp = 2,

    /// <summary>NVIDIA GPU: SPDM 1.1 measurements, request and response.</summary>
    NvidiaGpu = 3,

    /// <summary>NVIDIA Remote Attestation Service: a detached EAT bundle.</summary>
    NrasToken = 4,

    /// <summary>Azure Attestation: a signed token.</summary>
    AzureToken = 5,

    /// <summary>A machine without a TEE: the wallet's own word, which proves who it works for and nothing about what it runs.</summary>
    Open = 6,
}
