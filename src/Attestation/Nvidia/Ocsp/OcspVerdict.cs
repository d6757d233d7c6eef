using Cocoon.Attestation.Certificates;

namespace Cocoon.Attestation.Nvidia.Ocsp;

/// <summary>What a chain's OCSP answers come to.</summary>
/// <param name="Refusal">Why it is not good enough; the default when it is.</param>
/// <param name="IsRevoked">Whether an answer that holds says so, hold or not.</param>
/// <param name="IsHeld">Whether a certificate is on hold and the policy lets it be.</param>
/// <param name="NotAfter">The first end of an answer; the greatest time where none was used.</param>
/// <param name="Detail">For people.</param>
internal readonly record struct OcspVerdict(Refusal Refusal, bool IsRevoked, bool IsHeld, DateTimeOffset NotAfter, string Detail);
