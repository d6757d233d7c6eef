using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Tdx.Quotes;

/// <summary>Why bytes are not a quote.</summary>
/// <param name="Check">Number of the check that failed: T1, T2 or T3.</param>
/// <param name="Failure">What it is called.</param>
/// <param name="Detail">For people.</param>
internal readonly record struct QuoteFault(string Check, AttestationFailure Failure, string Detail);
