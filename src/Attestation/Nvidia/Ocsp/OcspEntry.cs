using System.Numerics;

namespace Cocoon.Attestation.Nvidia.Ocsp;

/// <summary>What an OCSP answer says of one certificate.</summary>
/// <param name="HashOid">How the issuer is hashed.</param>
/// <param name="IssuerName">Hash of the issuer's name.</param>
/// <param name="IssuerKey">Hash of the issuer's public key.</param>
/// <param name="Serial">Serial number of the certificate.</param>
/// <param name="Status">The answer.</param>
/// <param name="ThisUpdate">It is known to be so since then.</param>
/// <param name="NextUpdate">A newer answer is there from then on; null when the responder always has the newest.</param>
internal sealed record OcspEntry(
    string HashOid, byte[] IssuerName, byte[] IssuerKey, BigInteger Serial, OcspStatus Status, DateTimeOffset ThisUpdate, DateTimeOffset? NextUpdate);
