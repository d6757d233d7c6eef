using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Client.Transport;
using Cocoon.Core.Trust;

namespace Cocoon.Client.Sealed;

/// <summary>The client's own verdict on the machine that shall read its prompt. Thread-safe.</summary>
internal sealed class MachineCheck(IMachineVerifier verifier, TimeProvider time)
{
    /// <exception cref="MachineNotTrustedException">The machine is not what the lease says, or not what the policy wants.</exception>
    public async Task Check(OpenedJob job, InferenceRequest request, int networkId, CancellationToken cancellationToken)
    {
        var lease = job.Lease;
        Require(job.NetworkId == networkId, $"the market is on network {job.NetworkId}, this client is set to {networkId}");
        Require(lease.Job.ToString() == job.JobId && lease.Model == request.Model, "the lease is for another job or model");
        var bundle = EvidenceBundle.TryDecode(job.Evidence);
        Require(bundle is not null, "its evidence cannot be read");
        var result = await verifier.Appraise(bundle!, new BindingExpectation(lease.Provider, Nonce: job.Challenge, IsRelayed: job.Challenge.IsEmpty), time.GetUtcNow(), cancellationToken);
        Require(result.IsAccepted, $"{result.Failure}. {result.Detail}");
        Require(!TierNames.TryParse(request.Tier, out var least) || result.Tier.Satisfies(least), $"it is of tier {result.Tier.Name()}, {request.Tier} was asked for");
        Require(result.Claims.SealingKey == lease.Appraisal.SealingKey && result.Claims.ReceiptKey == lease.Appraisal.EnclaveKey, "its evidence vouches for other keys than the lease's");
        Require(result.Tier == lease.Appraisal.Tier, $"the market says tier {lease.Appraisal.Tier.Name()}, its evidence says {result.Tier.Name()}");
    }

    private static void Require(bool holds, string what)
    {
        if (!holds) throw new MachineNotTrustedException(what);
    }
}
