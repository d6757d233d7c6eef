using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.SevSnp;
using Cocoon.Attestation.SevSnp.Paravisor;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>SEV-SNP reports, bare and around a paravisor's claims, as any provider may send them. The verifier never throws, and no chip signed these.</summary>
internal sealed class SnpReportTarget : FuzzTarget
{
    private static readonly AppraisalContext Context = new(default, CollateralSnapshot.Empty, new PolicyDocument { NetworkId = -3 }, DateTimeOffset.UnixEpoch);
    private readonly SnpVerifier _verifier = new();

    public override IReadOnlyList<byte[]> Seeds { get; } = [Report(), Hcl(), ParavisorEvidence.Encode(Hcl(), Quote(), [0, 0x14, 0, 0x0B, 0, 1, 1])];

    public override void Read(byte[] input)
    {
        _verifier.Verify(new MachineEvidence(EvidenceKind.SevSnp, input), Context).IsValid.Should().BeFalse();
        if (ParavisorEvidence.TryParse(input, out var paravisor))
        {
            RuntimeClaims.TryReadKey(paravisor.Claims.Span);
            TpmQuote.TryParse(paravisor.Quote.Span, out _);
        }
        if (!SnpReport.TryParse(input, out var report, out _, out _)) return;
        SnpSignature.TryRead(report.Signature, out _);
        foreach (var product in Enum.GetValues<SnpProduct>()) SnpTcb.Read(report.ReportedTcb, product).Behind(SnpTcb.Read(report.LaunchTcb, product)).Count();
        (report.Policy.Abi.Major + report.Measurement.Length + SnpEndorsements.LeafKey(report).Id.Length).Should().BePositive();
    }

    public override bool IsRefusal(Exception exception) => false;

    private static byte[] Report()
    {
        var report = new byte[SnpReport.Bytes];
        (report[0], report[0x34], report[0x188], report[0x189]) = (3, 1, 0x19, 0x11);
        report[SnpReport.SignedBytes] = report[SnpReport.SignedBytes + 72] = 1;
        return report;
    }

    private static byte[] Hcl()
    {
        var claims = """{"keys":[{"kid":"HCLAkPub","kty":"RSA","e":"AQAB","n":"yJsX"}]}"""u8.ToArray();
        return [.. "HCLA"u8, .. new byte[28], .. Report(), .. new byte[8], 2, 0, 0, 0, 1, 0, 0, 0, (byte)claims.Length, 0, 0, 0, .. claims];
    }

    private static byte[] Quote() => [0xFF, 0x54, 0x43, 0x47, 0x80, 0x18, 0, 1, 9, 0, 1, 9, .. new byte[25], 0, 0, 0, 1, 0, 0x0B, 3, 0xFF, 0, 0, 0, 1, 9];
}
