using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Appraisals;

/// <summary>Appraises <see cref="SimulatedEvidence"/>: tier "simulated", for one hour, never on mainnet.</summary>
public sealed class SimulatedVerifier : IEvidenceVerifier
{
    /// <summary>As long as a hardware appraisal lives at most, so that renewal is exercised in development too.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public EvidenceKind Kind => EvidenceKind.Simulated;

    public AppraisalResult Verify(MachineEvidence evidence, ReportBinding binding, DateTimeOffset at)
    {
        if (evidence.Kind != Kind) return Failed(AppraisalFailure.UnknownKind);
        if (binding.NetworkId == MarketParameters.Mainnet) return Failed(AppraisalFailure.SimulatedOnMainnet);
        if (SimulatedEvidence.ReportData(evidence.Raw.Span) is not { } reportData) return Failed(AppraisalFailure.Malformed);
        if (!reportData.AsSpan().SequenceEqual(binding.ReportData())) return Failed(AppraisalFailure.BindingMismatch);

        var notAfter = at + Lifetime;
        var canonical = string.Create(CultureInfo.InvariantCulture,
            $"cocoon.appraisal.v1\n{TierNames.Simulated}\n{binding.EnclaveKey}\n{Convert.ToHexStringLower(SHA256.HashData(evidence.Raw.Span))}\n{notAfter.ToUnixTimeMilliseconds()}");
        var hash = new HexBytes(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));
        return new AppraisalResult(new Appraisal(Tier.Simulated, binding.EnclaveKey, hash, notAfter), AppraisalFailure.None);
    }

    private static AppraisalResult Failed(AppraisalFailure failure) => new(null, failure);
}
