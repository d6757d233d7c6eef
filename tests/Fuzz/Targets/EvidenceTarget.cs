using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A machine's evidence as it registers with it. Nothing throws; only the machine's own evidence is accepted.</summary>
internal sealed class EvidenceTarget : FuzzTarget
{
    private static readonly EnclaveClaims Claims = new(new HexBytes(new byte[32]), new HexBytes([4, .. new byte[64]]), new HexBytes(new byte[32]));
    private static readonly AccountAddress Provider = AccountAddress.From(0, new byte[32]);
    private static readonly byte[] Good = new EvidenceBundle(Claims, 0, default, SimulatedEvidence.Create(new ReportBinding(Claims, -3, Provider)), []).Encode();
    private static readonly PolicyDocument Policy = PolicyDocument.Simulated(-3);
    private readonly MachineAppraiser _appraiser = new(Attestation.Verifiers.All);

    public override IReadOnlyList<byte[]> Seeds { get; } = [Good];

    public override void Read(byte[] input)
    {
        if (EvidenceBundle.TryDecode(input) is not { } bundle) return;
        bundle.Encode().Should().Equal(input);
        var isAccepted = _appraiser.Appraise(bundle, new BindingExpectation(Provider), CollateralSnapshot.Empty, Policy, DateTimeOffset.UnixEpoch).IsAccepted;
        if (isAccepted) SimulatedEvidence.Create(new ReportBinding(bundle.Claims, -3, Provider, default, bundle.Nonce)).Raw.ToArray().Should().Equal(bundle.Cpu.Raw.ToArray());
    }

    public override bool IsRefusal(Exception exception) => false;
}
