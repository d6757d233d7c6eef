using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Appraisals;

/// <summary>What the verifier knows of whom it talks to, and the evidence must be bound to.</summary>
/// <param name="Provider">Wallet of the provider.</param>
/// <param name="Epoch">The block whose number the evidence names, as the chain shows it; null when there is no such block.</param>
/// <param name="Nonce">The challenge that was sent, 32 bytes; empty when none was.</param>
/// <param name="IdentityKey">SHA-256 of the peer's TLS key, when the evidence came over an attested connection; otherwise empty.</param>
/// <param name="IsRelayed">The evidence was shown to somebody before and is looked at again: it may be older by an appraisal's longest life.</param>
public sealed record BindingExpectation(AccountAddress Provider, Epoch? Epoch = null, HexBytes Nonce = default, HexBytes IdentityKey = default, bool IsRelayed = false)
{
    /// <summary>How old the block may be that the evidence is bound to.</summary>
    internal TimeSpan OldestBlock(PolicyDocument policy) => IsRelayed ? policy.MaxEvidenceAge + policy.MaxAppraisalAge : policy.MaxEvidenceAge;
}
