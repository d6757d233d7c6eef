using System.Collections.Immutable;

namespace Cocoon.Attestation.Appraisals;

/// <summary>What an operator should know: what lies behind, by how much, and when it will make the appraisal fail.</summary>
/// <param name="Failure">What it is, or what it will be.</param>
/// <param name="Component">Which part, such as "microcode" or "SGX component 4".</param>
/// <param name="Found">The value of this machine; empty when there is none.</param>
/// <param name="Needed">The value that would be good; empty when there is none.</param>
/// <param name="Advisories">The vendor's advisories that ask for it.</param>
/// <param name="FailsAt">From then on the appraisal fails if nothing is done; null when it has failed already or will not.</param>
public sealed record Finding(
    AttestationFailure Failure, string Component, string Found, string Needed, ImmutableArray<string> Advisories, DateTimeOffset? FailsAt);
