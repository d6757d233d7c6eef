using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Nvidia.Chains;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Nvidia;

/// <summary>
/// Appraises NVIDIA GPUs by their signed measurements (SPDM 1.1), the local check: N1 to N7 of docs/trust.md. It keeps chains
/// of certificates that it found good; they change nothing but the time a verdict takes. Thread-safe.
/// </summary>
public sealed class GpuVerifier : IEvidenceVerifier
{
    public const int DefaultCacheCapacity = 1_024;

    private readonly P384Chains _chains;
    private readonly GpuValidity _validity;

    /// <summary>A verifier of NVIDIA's devices.</summary>
    public GpuVerifier()
        : this(NvidiaRoots.Device, NvidiaRoots.ReferenceValues)
    {
    }

    /// <param name="devices">The root that devices must come from.</param>
    /// <param name="referenceValues">The root that reference values must come from.</param>
    /// <param name="cacheCapacity">Most entries of each cache. Default: 1,024.</param>
    public GpuVerifier(RootPin devices, RootPin referenceValues, int cacheCapacity = DefaultCacheCapacity)
    {
        _chains = new P384Chains(devices, AttestationFailure.GpuChain, cacheCapacity);
        _validity = new GpuValidity(_chains);
    }

    public EvidenceKind Kind => EvidenceKind.NvidiaGpu;

    internal int CachedChains => _chains.Count;

    public EvidenceAppraisal Verify(MachineEvidence evidence, AppraisalContext context)
    {
        var log = new CheckLog();
        if (!_validity.TryCheck(evidence, context.At, log, out var claims, out var chain))
            return new EvidenceAppraisal(Kind, log.Checks, null, TcbStatus.Unknown, new TrustVector { InstanceIdentity = TrustTier.Contraindicated }, [], Tier.Simulated, context.At);
        log.Add("N4", CheckStage.Tcb, "reference values", AttestationFailure.RimUnavailable);
        return new EvidenceAppraisal(Kind, log.Checks, claims, TcbStatus.UpToDate, default, [], Tier.CcGpu, chain.Window.NotAfter);
    }
}
