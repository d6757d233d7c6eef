using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;

namespace Cocoon.RaTls.Certificates;

/// <summary>What a peer's certificate says, after the cheap checks and before any verdict on its evidence.</summary>
/// <param name="IdentityKey">SHA-256 of the SubjectPublicKeyInfo of the TLS key; the handshake proved that the peer holds it.</param>
/// <param name="Identity">Who it says it is.</param>
/// <param name="Bundle">Its evidence. GPUs follow after the handshake.</param>
/// <param name="NotAfter">End of the certificate.</param>
/// <param name="Encoded">The certificate, DER.</param>
public sealed record PeerCertificate(
    HexBytes IdentityKey, PeerIdentity Identity, EvidenceBundle Bundle, DateTimeOffset NotAfter, ReadOnlyMemory<byte> Encoded);
