using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Appraisals;

/// <summary>
/// Appraises a whole machine: its CPU, each of its GPUs, and that they belong together and to the keys they vouch for. Pure,
/// as its verifiers are: nothing but the arguments decides. Thread-safe.
/// </summary>
public sealed class MachineAppraiser(IEnumerable<IEvidenceVerifier> verifiers)
{
    /// <summary>How far a block's time may lie ahead of ours.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private readonly FrozenDictionary<EvidenceKind, IEvidenceVerifier> _verifiers = verifiers.ToFrozenDictionary(verifier => verifier.Kind);

    /// <param name="bundle">What the machine shows. Nothing in it is trusted.</param>
    /// <param name="expected">What it must be bound to.</param>
    /// <param name="collateral">What vendors say.</param>
    /// <param name="policy">What the market and the caller want.</param>
    /// <param name="at">Time of the verdict.</param>
    public AppraisalResult Appraise(EvidenceBundle bundle, BindingExpectation expected, CollateralSnapshot collateral, PolicyDocument policy, DateTimeOffset at)
    {
        var binding = new ReportBinding(bundle.Claims, policy.NetworkId, expected.Provider, expected.Epoch?.RootHash ?? default, bundle.Nonce);
        var context = new AppraisalContext(binding.ReportData(), collateral, policy, at) { Wallet = expected.Provider };
        var cpu = Verify(bundle.Cpu, context);
        var gpuContext = context with { ReportData = binding.GpuNonce() };
        ImmutableArray<EvidenceAppraisal> parts = [cpu, .. bundle.Gpus.Select(gpu => Verify(gpu, gpuContext))];

        var (failure, detail) = WhyNotBound(bundle, expected, policy, at);
        if (failure == AttestationFailure.None) (failure, detail) = WhyNotWhole(parts, policy);
        if (failure == AttestationFailure.None && TierOf(parts) < policy.LeastTier)
            (failure, detail) = (AttestationFailure.TierNotMet, $"The machine is of tier {TierOf(parts).Name()}; the policy wants {policy.LeastTier.Name()}.");
        var longest = at + policy.MaxAppraisalAge;
        return new AppraisalResult(
            bundle.Claims, TierOf(parts), failure, detail,
            parts.Select(part => part.Vector).Aggregate(TrustVector.Worst),
            parts, at, parts.Select(part => part.NotAfter).Append(longest).Min(),
            policy.Hash(), collateral.Hash, ClaimsHash(parts));
    }

    private EvidenceAppraisal Verify(MachineEvidence evidence, AppraisalContext context) => _verifiers.TryGetValue(evidence.Kind, out var verifier)
        ? verifier.Verify(evidence, context)
        : new EvidenceAppraisal(
            evidence.Kind, [new Check("", CheckStage.Validity, "kind of evidence", AttestationFailure.UnknownKind, $"There is no verifier for evidence of kind {(int)evidence.Kind}.")],
            null, TcbStatus.Unknown, default, [], Tier.Simulated, context.At);

    private static (AttestationFailure, string) WhyNotBound(EvidenceBundle bundle, BindingExpectation expected, PolicyDocument policy, DateTimeOffset at)
    {
        if (!expected.IdentityKey.IsEmpty && expected.IdentityKey != bundle.Claims.IdentityKey)
            return (AttestationFailure.TlsKeyMismatch, "The evidence vouches for another TLS key than the connection's.");
        if (bundle.Nonce != expected.Nonce && !expected.Nonce.IsEmpty)
            return (AttestationFailure.NonceMismatch, "The evidence does not answer the challenge.");
        if (expected.Epoch is not { } epoch)
            return policy.RequireEpoch || bundle.EpochSeqno != 0
                ? (AttestationFailure.EpochTooOld, "The evidence is not bound to a block that the chain shows.")
                : default;
        if (epoch.Seqno != bundle.EpochSeqno) return (AttestationFailure.EpochTooOld, $"The evidence names block {bundle.EpochSeqno}.");
        if (epoch.Time > at + Skew) return (AttestationFailure.EpochInFuture, $"Block {epoch.Seqno} is of {epoch.Time:u}.");
        var oldest = expected.OldestBlock(policy);
        return at - epoch.Time > oldest
            ? (AttestationFailure.EpochTooOld, $"Block {epoch.Seqno} is of {epoch.Time:u}, more than {oldest} ago.")
            : default;
    }

    private static (AttestationFailure, string) WhyNotWhole(ImmutableArray<EvidenceAppraisal> parts, PolicyDocument policy)
    {
        foreach (var part in parts)
        {
            if (!part.IsAccepted) return (part.Failure == AttestationFailure.None ? AttestationFailure.EvidenceMalformed : part.Failure, part.Checks.FirstOrDefault(check => !check.Passed)?.Detail ?? "");
            if (policy.RevokedHardware.Contains(part.Claims!.HardwareId)) return (AttestationFailure.Revoked, "This hardware is on the policy's list of revoked ones.");
        }
        if (parts[0].Kind is EvidenceKind.NvidiaGpu or EvidenceKind.NrasToken) return (AttestationFailure.GpuNotBound, "Evidence of a GPU needs evidence of the CPU it belongs to.");
        var gpus = parts.Skip(1).ToArray();
        if (parts[0].Kind == EvidenceKind.Open && gpus.Length > 0) return (AttestationFailure.GpuNotBound, "An open machine proves no GPU: nothing says that the two belong together.");
        if (gpus.Any(gpu => gpu.Kind is not (EvidenceKind.NvidiaGpu or EvidenceKind.NrasToken))) return (AttestationFailure.UnknownKind, "Only GPUs come after the CPU.");
        // A token of NRAS speaks for any number of GPUs, so that only pieces of local evidence can be counted.
        if (policy.Gpu?.GpuCount is { } wanted && wanted != gpus.Length && gpus.All(gpu => gpu.Kind == EvidenceKind.NvidiaGpu))
            return (AttestationFailure.GpuCount, $"The machine shows {gpus.Length} GPUs, the policy wants {wanted}.");
        return gpus.Select(gpu => gpu.Claims!.HardwareId).Distinct(StringComparer.Ordinal).Count() < gpus.Length
            ? (AttestationFailure.DuplicateGpu, "One GPU is shown twice.")
            : default;
    }

    private static Tier TierOf(ImmutableArray<EvidenceAppraisal> parts)
    {
        if (parts[0].Kind == EvidenceKind.Simulated) return Tier.Simulated;
        if (parts[0].Kind == EvidenceKind.Open) return Tier.Open;
        var shown = parts.Length > 1 ? Tier.CcGpu : Tier.CpuTee;
        return shown < parts[0].Limit ? shown : parts[0].Limit;
    }

    private static HexBytes ClaimsHash(ImmutableArray<EvidenceAppraisal> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{part.Kind}\n"));
            foreach (var (name, value) in part.Claims?.Values() ?? []) hash.AppendData(Encoding.UTF8.GetBytes($"{name}={value}\n"));
        }
        return new HexBytes(hash.GetHashAndReset());
    }
}
