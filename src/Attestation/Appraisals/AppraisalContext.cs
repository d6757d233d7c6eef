using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Accounts;

namespace Cocoon.Attestation.Appraisals;

/// <summary>Everything a verdict may depend on besides the evidence. Equal contexts give equal results.</summary>
/// <param name="ReportData">What the evidence must be bound to: 64 bytes, or the 32-byte nonce for a GPU. Empty skips the check, for looking at a file by itself.</param>
/// <param name="Collateral">What vendors say.</param>
/// <param name="Policy">What the market and the caller want.</param>
/// <param name="At">The time of the verdict.</param>
public sealed record AppraisalContext(
    ReadOnlyMemory<byte> ReportData, CollateralSnapshot Collateral, PolicyDocument Policy, DateTimeOffset At)
{
    /// <summary>The wallet that the machine works for; unset when it is not known, as for a file by itself.</summary>
    public AccountAddress Wallet { get; init; }
}
