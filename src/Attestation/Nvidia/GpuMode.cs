namespace Cocoon.Attestation.Nvidia;

/// <summary>How a GPU is used, as its signed report says. Numbers are those of the report's feature flag.</summary>
public enum GpuMode
{
    /// <summary>Confidential computing, one GPU by itself.</summary>
    SingleGpu = 0,

    /// <summary>Confidential computing, several GPUs with encrypted links.</summary>
    MultiGpu = 1,

    /// <summary>Protected PCIe: links between GPUs and switches are in plain text, so the switches must be trusted too.</summary>
    ProtectedPcie = 2,

    /// <summary>The report says nothing, as those of older firmware; only the reference values speak for it then.</summary>
    Unstated = 254,

    /// <summary>The report says something that is not known here.</summary>
    Unknown = 255,
}
