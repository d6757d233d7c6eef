using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;

namespace Cocoon.RaTls.Tests.Harness;

/// <summary>A GPU whose evidence is the nonce it was given, then its serial number: enough to see whether it is bound to its CPU.</summary>
internal sealed class EchoGpuVerifier : IEvidenceVerifier
{
    public EvidenceKind Kind => EvidenceKind.NvidiaGpu;

    public static MachineEvidence Evidence(ReportBinding binding, int serial, int padding = 0) =>
        new(EvidenceKind.NvidiaGpu, (byte[])[.. binding.GpuNonce(), (byte)serial, .. new byte[padding]]);

    public EvidenceAppraisal Verify(MachineEvidence evidence, AppraisalContext context)
    {
        var isBound = evidence.Raw.Length > 32 && evidence.Raw.Span[..32].SequenceEqual(context.ReportData.Span);
        var check = new Check("N7", CheckStage.Validity, "bound", isBound ? AttestationFailure.None : AttestationFailure.GpuNotBound, "");
        var claims = isBound ? new GpuClaims(evidence.Raw.Span[32], new HexBytes(context.ReportData.Span)) : null;
        return new EvidenceAppraisal(Kind, [check], claims, TcbStatus.UpToDate, default, [], Tier.CcGpu, context.At + TimeSpan.FromHours(1));
    }

    private sealed record GpuClaims(byte Serial, HexBytes Nonce) : EvidenceClaims(EvidenceKind.NvidiaGpu, Nonce, Nonce)
    {
        public override string HardwareId => $"gpu-{Serial}";

        public override IEnumerable<KeyValuePair<string, string>> Values() => [KeyValuePair.Create("serial", HardwareId)];
    }
}
