using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Appraisals;

/// <summary>
/// The verdict on a whole machine, in the shape of an EAT attestation result (draft-ietf-rats-ear): one submodule for each
/// piece of evidence, an overall vector, and the hashes of all that went in, so that anybody can make the same verdict again.
/// </summary>
/// <param name="Claims">The keys the evidence vouches for.</param>
/// <param name="Tier">What the machine is good for; meaningless unless accepted.</param>
/// <param name="Failure">None when accepted; otherwise the first reason.</param>
/// <param name="Detail">More about the failure, for people.</param>
/// <param name="Vector">The worst of the submodules, claim by claim.</param>
/// <param name="Submodules">CPU first, then the GPUs.</param>
/// <param name="At">Time of the verdict.</param>
/// <param name="NotAfter">End of the verdict: of its first certificate or collateral, or of policy's longest life.</param>
/// <param name="PolicyHash">SHA-256 of the policy.</param>
/// <param name="CollateralHash">SHA-256 of the collateral.</param>
/// <param name="ClaimsHash">SHA-256 of what the evidence says.</param>
public sealed record AppraisalResult(
    EnclaveClaims Claims,
    Tier Tier,
    AttestationFailure Failure,
    string Detail,
    TrustVector Vector,
    ImmutableArray<EvidenceAppraisal> Submodules,
    DateTimeOffset At,
    DateTimeOffset NotAfter,
    HexBytes PolicyHash,
    HexBytes CollateralHash,
    HexBytes ClaimsHash)
{
    public bool IsAccepted => Failure == AttestationFailure.None;

    /// <summary>All findings of all submodules.</summary>
    public IEnumerable<Finding> Findings => Submodules.SelectMany(part => part.Findings);

    /// <summary>The form in which leases and receipts refer to it.</summary>
    /// <exception cref="InvalidOperationException">The machine was not accepted.</exception>
    public Appraisal ToAppraisal()
    {
        if (!IsAccepted) throw new InvalidOperationException($"Not accepted: {Failure}.");
        var canonical = string.Create(CultureInfo.InvariantCulture,
            $"cocoon.appraisal.v1\n{Tier.Name()}\n{Claims.ReceiptKey}\n{Claims.SealingKey}\n{Claims.IdentityKey}\n{ClaimsHash}\n{PolicyHash}\n{CollateralHash}\n{NotAfter.ToUnixTimeMilliseconds()}");
        return new Appraisal(Tier, Claims.ReceiptKey, new HexBytes(SHA256.HashData(Encoding.UTF8.GetBytes(canonical))), NotAfter, Claims.SealingKey);
    }
}
