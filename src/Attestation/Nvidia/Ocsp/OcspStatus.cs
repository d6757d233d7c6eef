namespace Cocoon.Attestation.Nvidia.Ocsp;

/// <summary>What an OCSP responder says of a certificate (RFC 6960, section 4.2.1).</summary>
internal enum OcspStatus
{
    Good,
    Revoked,

    /// <summary>Revoked with reason "certificateHold" (6): may be lifted again.</summary>
    Hold,

    /// <summary>The responder does not know the certificate.</summary>
    Unknown,
}
