using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Tdx.Collateral;
using Cocoon.Attestation.Tdx.Pck;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Tdx;

/// <summary>
/// Appraises Intel TDX quotes, version 4 and 5: checks T1 to T17 of docs/trust.md. It keeps PCK chains, attestation keys and
/// collateral that it found good, each found by what is signed; they change nothing but the time a verdict takes. Thread-safe.
/// </summary>
public sealed class TdxVerifier : IEvidenceVerifier
{
    public const int DefaultCacheCapacity = 4_096;

    /// <summary>Documents are few, but large.</summary>
    private const int MaxDocuments = 256;

    private static readonly TdxPolicy Nothing = new();

    private readonly PckChains _chains;
    private readonly PreparedCollateral _collateral;
    private readonly TdxValidity _validity;

    /// <summary>A verifier of machines of Intel's.</summary>
    public TdxVerifier()
        : this(IntelRoot.Pin)
    {
    }

    /// <param name="pin">The root that platforms and collateral must come from.</param>
    /// <param name="cacheCapacity">Most entries of each cache. Default: 4,096.</param>
    public TdxVerifier(RootPin pin, int cacheCapacity = DefaultCacheCapacity)
    {
        _chains = new PckChains(pin, cacheCapacity);
        _validity = new TdxValidity(_chains, cacheCapacity);
        _collateral = new PreparedCollateral(pin, Math.Min(cacheCapacity, MaxDocuments));
    }

    public EvidenceKind Kind => EvidenceKind.Tdx;

    internal int CachedChains => _chains.Count;

    internal int CachedKeys => _validity.Count;

    public EvidenceAppraisal Verify(MachineEvidence evidence, AppraisalContext context)
    {
        var log = new CheckLog();
        if (!_validity.TryCheck(evidence.Raw, context.At, log, out var claims, out var valid))
            return new EvidenceAppraisal(Kind, log.Checks, null, TcbStatus.Unknown, new TrustVector { InstanceIdentity = TrustTier.Contraindicated }, [], Tier.Simulated, context.At);

        var policy = context.Policy.Tdx ?? Nothing;
        var deadline = new TdxDeadline();
        deadline.Add(valid.Chain.Window.NotAfter, AttestationFailure.CertificateExpired, "PCK chain");
        var tcb = new TdxTcbChecks(_collateral, context, policy, valid, log, deadline).Run();
        var checks = new TdxPolicyChecks(context, policy, claims, log, deadline);
        var limit = checks.Run();
        return new EvidenceAppraisal(Kind, log.Checks, claims, tcb.Status, Vector(tcb, checks), [.. tcb.Findings, deadline.ToFinding()], limit, deadline.At);
    }

    private static TrustVector Vector(TdxTcbOutcome tcb, TdxPolicyChecks checks) => new()
    {
        InstanceIdentity = tcb.IsRevoked ? TrustTier.Contraindicated : TrustTier.Affirming,
        Configuration = checks.IsDebug ? TrustTier.Contraindicated : checks.HasGoodAttributes ? TrustTier.Affirming : TrustTier.Warning,
        Executables = checks.HasKnownImage ? TrustTier.Affirming : TrustTier.Contraindicated,
        Hardware = tcb.Status switch
        {
            TcbStatus.UpToDate => TrustTier.Affirming,
            TcbStatus.Revoked => TrustTier.Contraindicated,
            _ => TrustTier.Warning,
        },
        RuntimeOpaque = checks.IsDebug ? TrustTier.Contraindicated : TrustTier.Affirming,
    };
}
