using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Tdx;

/// <summary>The anchor of Intel's attestation.</summary>
public static class IntelRoot
{
    /// <summary>The key of "Intel SGX Root CA", the same since 2018; its certificate ends in 2049.</summary>
    public static RootPin Pin { get; } = new(HexBytes.Parse("a0af031289f5d5d4132f9186068a7fc13628633ba235777472e29b6b6c67a49e"), AttestationFailure.RootNotPinned);
}
