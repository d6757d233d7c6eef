namespace Cocoon.Attestation.Tokens;

/// <summary>
/// The signature algorithms that are understood (RFC 7518, section 3.1). Names are those of the header, compared exactly.
/// Which one is right follows from who issues the token, never from the token.
/// </summary>
internal enum JwsAlgorithm
{
    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256: Azure Attestation.</summary>
    RS256,

    /// <summary>ECDSA P-256 with SHA-256: our own results.</summary>
    ES256,

    /// <summary>ECDSA P-384 with SHA-384: NVIDIA.</summary>
    ES384,
}
