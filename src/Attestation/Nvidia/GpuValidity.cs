using System.Diagnostics.CodeAnalysis;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Nvidia.Chains;
using Cocoon.Attestation.Nvidia.Spdm;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Nvidia;

/// <summary>Checks N1 to N3: did a device of NVIDIA's sign these bytes? Thread-safe.</summary>
internal sealed class GpuValidity(P384Chains chains)
{
    private const CheckStage Stage = CheckStage.Validity;

    /// <summary>Leaf, device, provisioner, family, root.</summary>
    private const int ChainLength = 5;

    public bool TryCheck(MachineEvidence evidence, DateTimeOffset at, CheckLog log, [NotNullWhen(true)] out GpuClaims? claims, [NotNullWhen(true)] out P384Chain? chain)
    {
        (claims, chain) = (null, null);
        var isRead = SpdmReport.TryParse(evidence.Raw, out var report, out var failure);
        log.Add("N1", Stage, "request and answer", failure, isRead ? $"{report!.Blocks.Length} measurements." : "It is not a GET_MEASUREMENTS request of SPDM 1.1 with its answer, lengths exact.");
        if (!isRead) return false;
        if (!TryCheckChain(evidence.Endorsements.Span, at, log, out chain)) return false;
        var isSigned = chain.Leaf.Key.Verify(report!.Signed.Span, report.Signature.Span);
        if (!log.Add("N2", Stage, "signature of the device", isSigned ? AttestationFailure.None : AttestationFailure.EvidenceSignature, isSigned ? "" : "The first certificate's key did not sign this report.")) return false;
        claims = GpuReader.Read(report, chain.Leaf);
        return IsFirmwareKnown(claims, log);
    }

    private bool TryCheckChain(ReadOnlySpan<byte> pem, DateTimeOffset at, CheckLog log, [NotNullWhen(true)] out P384Chain? chain)
    {
        chain = null;
        var refusal = new Refusal(AttestationFailure.GpuChain, $"The chain must be {ChainLength} certificates in PEM, leaf first, NVIDIA's root last.");
        var holds = PemChain.TryDecode(pem, ChainLength) is { } ders && chains.TryCheck(ders, at, out chain, out refusal);
        log.Add("N3", Stage, "chain to NVIDIA's device root", refusal.Failure, refusal.IsNone ? chain!.Leaf.CommonName : refusal.Detail);
        return holds && chain is not null;
    }

    /// <summary>Older reports do not name their firmware, which is for the policy to judge; a wrong name is not.</summary>
    private static bool IsFirmwareKnown(GpuClaims claims, CheckLog log)
    {
        var isSame = claims.ReportedFirmwareId.IsEmpty || claims.ReportedFirmwareId == claims.FirmwareId;
        return log.Add("N3", Stage, "firmware id", isSame ? AttestationFailure.None : AttestationFailure.FwidMismatch,
            claims.ReportedFirmwareId.IsEmpty ? "The report names none." : isSame ? "" : $"The certificate is for firmware {Shown(claims.FirmwareId)}, the report is of {claims.ReportedFirmwareId}.");
    }

    private static string Shown(HexBytes id) => id.IsEmpty ? "that it does not name" : id.ToString();
}
