using System.Security.Cryptography;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Tests.Verdicts;

/// <summary>Takes TDX evidence as a test says, and counts.</summary>
internal sealed class CountingVerifier(Func<MachineEvidence, AppraisalContext, AttestationFailure> judge, TimeSpan life) : IEvidenceVerifier
{
    private int _calls;

    public EvidenceKind Kind => EvidenceKind.Tdx;

    public int Calls => Volatile.Read(ref _calls);

    public EvidenceAppraisal Verify(MachineEvidence evidence, AppraisalContext context)
    {
        Interlocked.Increment(ref _calls);
        var failure = judge(evidence, context);
        var claims = new SimulatedClaims(new HexBytes(context.ReportData.Span), new HexBytes(SHA256.HashData(evidence.Raw.Span)));
        return new EvidenceAppraisal(
            Kind, [new Check("T4", CheckStage.Policy, "as the test says", failure, "")], claims, TcbStatus.UpToDate, default, [], Tier.CpuTee, context.At + life);
    }
}
