using System.Security.Cryptography;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;
using Cocoon.RaTls.Certificates;

namespace Cocoon.RaTls.Verdicts;

/// <summary>All that a peer has shown: its certificate and the whole of its evidence.</summary>
/// <param name="Certificate">Its certificate, whose key it holds.</param>
/// <param name="Bundle">Its evidence; with GPUs where they followed after the handshake.</param>
public sealed record ShownPeer(PeerCertificate Certificate, EvidenceBundle Bundle)
{
    /// <summary>SHA-256 of the evidence as it came.</summary>
    internal HexBytes EvidenceHash { get; } = new(SHA256.HashData(Bundle.Encode()));

    internal VerdictSlot Slot => new(Certificate.IdentityKey, Certificate.Identity);
}
