using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Nvidia;
using Cocoon.Attestation.Policy;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A bundle of NVIDIA's service. Nobody signed it, so it is never valid.</summary>
internal sealed class NrasBundleTarget : JsonTarget
{
    private const string Issuer = "https://nras.attestation.nvidia.com";

    // {"alg":"ES384","kid":"b"}.{"iss":Issuer,"eat_nonce":"00"}.AAAA
    private const string Token = "eyJhbGciOiJFUzM4NCIsImtpZCI6ImIifQ.eyJpc3MiOiJodHRwczovL25yYXMuYXR0ZXN0YXRpb24ubnZpZGlhLmNvbSIsImVhdF9ub25jZSI6IjAwIn0.AAAA";

    private static readonly AppraisalContext Context = new(
        default,
        new CollateralSnapshot([new CollateralItem(new CollateralKey(CollateralKind.JsonWebKeys, Issuer), """{"keys":[]}"""u8.ToArray())]),
        new PolicyDocument { NetworkId = -3, Nras = new NrasPolicy { Issuers = [Issuer], Models = [new NrasModel("GH100", "550.90.07")] } },
        DateTimeOffset.UnixEpoch);

    private readonly NrasVerifier _verifier = new();

    protected override IEnumerable<string> Documents { get; } = [$$"""[["JWT","{{Token}}"],{"GPU-0":"{{Token}}","GPU-1":"{{Token}}"}]"""];

    public override void Read(byte[] input) => _verifier.Verify(new MachineEvidence(EvidenceKind.NrasToken, input), Context).IsValid.Should().BeFalse();

    public override bool IsRefusal(Exception exception) => false;
}
