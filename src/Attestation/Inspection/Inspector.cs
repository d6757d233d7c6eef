using System.Collections.Frozen;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Inspection;

/// <summary>
/// Looks at evidence offline and piece by piece, for people: with no market around it, so that what it is bound to is not
/// asked unless the caller says it. Thread-safe.
/// </summary>
public sealed class Inspector(IEnumerable<IEvidenceVerifier> verifiers)
{
    private readonly FrozenDictionary<EvidenceKind, IEvidenceVerifier> _verifiers = verifiers.ToFrozenDictionary(verifier => verifier.Kind);

    /// <param name="file">The evidence.</param>
    /// <param name="collateral">What vendors say.</param>
    /// <param name="policy">What is wanted; null to leave that out.</param>
    /// <param name="at">Time of the verdict.</param>
    /// <param name="reportData">What the first part must be bound to; empty not to ask.</param>
    /// <param name="gpuNonce">What parts of GPUs must be bound to; empty not to ask.</param>
    public InspectionReport Inspect(
        EvidenceFile file, CollateralSnapshot collateral, PolicyDocument? policy, DateTimeOffset at, ReadOnlyMemory<byte> reportData = default, ReadOnlyMemory<byte> gpuNonce = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        var context = new AppraisalContext(reportData, collateral, policy ?? new PolicyDocument { NetworkId = 0, AllowSimulated = true }, at);
        var parts = file.Parts.Select((evidence, index) =>
        {
            var isGpu = evidence.Kind is EvidenceKind.NvidiaGpu or EvidenceKind.NrasToken;
            var name = file.Parts.Length == 1 ? file.Description : $"{Name(evidence.Kind)} (part {index + 1} of {file.Parts.Length})";
            return new InspectedPart(name, evidence.Raw.Length, Verify(evidence, isGpu ? context with { ReportData = gpuNonce } : context), policy is not null);
        });
        return new InspectionReport(file.Description, at, policy is not null, [.. parts]);
    }

    private EvidenceAppraisal Verify(MachineEvidence evidence, AppraisalContext context) => _verifiers.TryGetValue(evidence.Kind, out var verifier)
        ? verifier.Verify(evidence, context)
        : new EvidenceAppraisal(
            evidence.Kind, [new Check("", CheckStage.Validity, "kind of evidence", AttestationFailure.UnknownKind, $"This build has no verifier for {Name(evidence.Kind)}.")],
            null, TcbStatus.Unknown, default, [], Tier.Simulated, context.At);

    private static string Name(EvidenceKind kind) => kind switch
    {
        EvidenceKind.Simulated => "simulated evidence",
        EvidenceKind.Tdx => "Intel TDX quote",
        EvidenceKind.SevSnp => "AMD SEV-SNP report",
        EvidenceKind.NvidiaGpu => "evidence of an NVIDIA GPU",
        EvidenceKind.NrasToken => "NRAS bundle",
        EvidenceKind.AzureToken => "Azure Attestation token",
        EvidenceKind.Open => "evidence of an open machine",
        _ => $"evidence of kind {(int)kind}",
    };
}
