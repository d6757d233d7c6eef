using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Nvidia.Chains;
using Cocoon.Attestation.Nvidia.Rims;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Nvidia;

/// <summary>
/// Appraises NVIDIA GPUs by their signed measurements (SPDM 1.1), the local check: N1 to N7 of docs/trust.md. It keeps chains
/// of certificates and reference values that it found good; they change nothing but the time a verdict takes. Thread-safe.
/// </summary>
public sealed class GpuVerifier : IEvidenceVerifier
{
    public const int DefaultCacheCapacity = 1_024;

    private static readonly GpuPolicy Nothing = new();

    private readonly P384Chains _chains;
    private readonly RimReader _rims;
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
        _rims = new RimReader(new P384Chains(referenceValues, AttestationFailure.RimChain, cacheCapacity));
    }

    public EvidenceKind Kind => EvidenceKind.NvidiaGpu;

    internal int CachedChains => _chains.Count;

    public EvidenceAppraisal Verify(MachineEvidence evidence, AppraisalContext context)
    {
        var log = new CheckLog();
        if (!_validity.TryCheck(evidence, context.At, log, out var claims, out var chain))
            return new EvidenceAppraisal(Kind, log.Checks, null, TcbStatus.Unknown, new TrustVector { InstanceIdentity = TrustTier.Contraindicated }, [], Tier.Simulated, context.At);
        var policy = context.Policy.Gpu;
        var deadline = new GpuDeadline(chain.Window.NotAfter);
        var tcb = new GpuTcbChecks(_rims, context, policy ?? Nothing, claims, log, deadline).Run(chain);
        var checks = new GpuPolicyChecks(context, policy, claims, log);
        var behind = checks.Run(tcb);
        var status = tcb.Status == TcbStatus.UpToDate && checks.IsBehind ? TcbStatus.OutOfDate : tcb.Status;
        return new EvidenceAppraisal(Kind, log.Checks, claims, status, Vector(tcb, checks), [.. tcb.Findings, .. behind, deadline.ToFinding()], Tier.CcGpu, deadline.At);
    }

    private static TrustVector Vector(GpuTcbOutcome tcb, GpuPolicyChecks checks) => new()
    {
        InstanceIdentity = tcb.IsRevoked ? TrustTier.Contraindicated : TrustTier.Affirming,
        Configuration = checks.IsDebug ? TrustTier.Contraindicated : checks.HasGoodMode ? TrustTier.Affirming : TrustTier.Warning,
        Executables = tcb.IsMeasured switch
        {
            true => TrustTier.Affirming,
            false => TrustTier.Contraindicated,
            null => TrustTier.None,
        },
        Hardware = tcb.IsRevoked ? TrustTier.Contraindicated : checks.IsBehind ? TrustTier.Warning : TrustTier.Affirming,
    };
}
