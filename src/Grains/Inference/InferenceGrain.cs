using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Accounts;
using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Grains.Audits;
using Cocoon.Grains.Events;
using Cocoon.Grains.Placement;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Cocoon.Grains.Inference;

/// <summary>
/// Wraps the provider's engines for readers in the cluster. Holds no state between calls, so it is reentrant: many streams run
/// side by side, and each keeps its counts in its own <see cref="JobRun"/>.
/// </summary>
[Reentrant, ProviderPlacement, GrainType(Type)]
public sealed class InferenceGrain(
    Enclave enclave, IEvidenceMaker evidence, IMachineVerifier verifier, MarketParameters market, IEntropy entropy, TimeProvider time, ILogger<InferenceGrain> logger)
    : Grain, IInferenceGrain
{
    /// <summary>Name of this grain's type.</summary>
    internal const string Type = "inference";

    private readonly AnswerRunner _runner = new(enclave, evidence, market, entropy, time, logger);
    private readonly EnclaveAudits _audits = new(enclave, verifier, market.NetworkId, entropy, time);

    public Task<byte[]> Prove(byte[] nonce) => _runner.Prove(nonce);

    public IAsyncEnumerable<SealedChunk> Run(JobId job, long leaseEpoch, byte[] request, CancellationToken cancellationToken = default)
    {
        var reader = new AnswerReader { TakesCompany = RequestContext.Get(AnswerStream.TakesCompany) is true };
        return _runner.Run(new GrainLedger(GrainFactory.Job(job)), job, leaseEpoch, request, reader, news => this.Tell(news), cancellationToken);
    }

    public Task<Disclosure> Disclose(JobId job, AccountAddress auditor, byte[] evidence) => _audits.Disclose(job, auditor, evidence);

    public Task<SignedFinding> Audit(AuditTask task) => _audits.Audit(task);
}
