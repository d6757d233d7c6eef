using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Certificates;

/// <summary>A vendor's root, known by the hash of its public key: names can be copied, and certificates renewed.</summary>
/// <param name="KeyHash">SHA-256 of the SubjectPublicKeyInfo.</param>
/// <param name="Failure">What to call any other root.</param>
public sealed record RootPin(HexBytes KeyHash, AttestationFailure Failure)
{
    internal bool Matches(X509Certificate2 root) => new HexBytes(SHA256.HashData(root.PublicKey.ExportSubjectPublicKeyInfo())) == KeyHash;
}
