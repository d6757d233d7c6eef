using System.Security.Cryptography;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;
using Cocoon.RaTls.Certificates;

namespace Cocoon.RaTls.Verdicts;

/// <summary>All that a peer has shown: its certificate and the whole of its evidence. Immutable.</summary>
/// <param name="certificate">Its certificate, whose key it holds.</param>
/// <param name="bundle">Its evidence; with GPUs where they followed after the handshake.</param>
public sealed class ShownPeer(PeerCertificate certificate, EvidenceBundle bundle)
{
    public PeerCertificate Certificate { get; } = certificate;

    public EvidenceBundle Bundle { get; } = bundle;

    /// <summary>SHA-256 of the evidence as it came.</summary>
    internal HexBytes EvidenceHash { get; } = new(SHA256.HashData(bundle.Encode()));

    internal VerdictSlot Slot => new(Certificate.IdentityKey, Certificate.Identity);
}
