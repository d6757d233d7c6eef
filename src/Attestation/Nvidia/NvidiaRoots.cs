using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Nvidia;

/// <summary>The anchors of NVIDIA's attestation, as its verifier (NVIDIA/nvtrust) ships them.</summary>
public static class NvidiaRoots
{
    /// <summary>The key of "NVIDIA Device Identity CA", above all GPUs and switches.</summary>
    public static RootPin Device { get; } = new(HexBytes.Parse("a90c4eb5acfd3e3d03a25db6a26b84f720ad0503196c627c21ddd48dd85b06a4"), AttestationFailure.RootNotPinned);

    /// <summary>The key of "NVIDIA CoRIM signing Root CA", above all reference values.</summary>
    public static RootPin ReferenceValues { get; } = new(HexBytes.Parse("dec1dc316477aa851eebdf51327ae9f864bc8d89254657ed1e7eb9168af1e1a3"), AttestationFailure.RimChain);
}
