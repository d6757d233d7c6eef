namespace Cocoon.Sealing;

/// <summary>What is sealed to an enclave's key.</summary>
public enum SealingPurpose
{
    /// <summary>A caller's request.</summary>
    Request,

    /// <summary>What one enclave served, handed to another to run it again (docs/audits.md).</summary>
    Audit,
}
