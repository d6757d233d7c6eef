using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Tokens.Ear;

/// <summary>A verdict as a chosen verifier signed it: what a client needs that does not verify evidence itself.</summary>
/// <param name="Developer">Who made the verifier.</param>
/// <param name="Build">Which version of it.</param>
/// <param name="Failure">None when the machine was accepted.</param>
/// <param name="Detail">More about the failure, for people.</param>
/// <param name="Tier">What the machine is good for; meaningless unless accepted.</param>
/// <param name="Claims">The keys the evidence vouches for.</param>
/// <param name="IssuedAt">Time of the verdict, whole seconds.</param>
/// <param name="NotAfter">The verdict counts for nothing from then on.</param>
/// <param name="PolicyHash">SHA-256 of the policy.</param>
/// <param name="CollateralHash">SHA-256 of the collateral.</param>
/// <param name="ClaimsHash">SHA-256 of what the evidence says.</param>
/// <param name="AppraisalHash">What leases and receipts name (<see cref="Appraisal.Hash"/>); empty unless accepted.</param>
/// <param name="Submodules">CPU first, then the GPUs.</param>
/// <param name="Findings">What lies behind and what will fail when.</param>
public sealed record EarDocument(
    string Developer,
    string Build,
    AttestationFailure Failure,
    string Detail,
    Tier Tier,
    EnclaveClaims Claims,
    DateTimeOffset IssuedAt,
    DateTimeOffset NotAfter,
    HexBytes PolicyHash,
    HexBytes CollateralHash,
    HexBytes ClaimsHash,
    HexBytes AppraisalHash,
    ImmutableArray<EarSubmodule> Submodules,
    ImmutableArray<Finding> Findings)
{
    public bool IsAccepted => Failure == AttestationFailure.None;

    /// <summary>The form in which leases and receipts refer to it.</summary>
    /// <exception cref="InvalidOperationException">The machine was not accepted.</exception>
    public Appraisal ToAppraisal() => IsAccepted
        ? new Appraisal(Tier, Claims.ReceiptKey, AppraisalHash, NotAfter, Claims.SealingKey)
        : throw new InvalidOperationException($"Not accepted: {Failure}.");
}
