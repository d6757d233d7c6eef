using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Nvidia;
using Cocoon.Attestation.Tests.Tokens;

namespace Cocoon.Attestation.Tests.Nvidia;

/// <summary>A bundle that NVIDIA really issued. The key set beside it was computed from its signatures and is for tests only.</summary>
public sealed class NrasVectorTests
{
    private static readonly DateTimeOffset Valid = new(2025, 6, 11, 1, 0, 0, TimeSpan.Zero);

    [VectorFact]
    public void It_is_accepted_in_its_hour()
    {
        var appraisal = Verify(Valid);

        appraisal.Checks.Where(check => !check.Passed).Should().BeEmpty();
        appraisal.IsAccepted.Should().BeTrue();
        var gpu = ((NrasClaims)appraisal.Claims!).Gpus.Should().ContainSingle().Which;
        (gpu.DeviceId, gpu.Architecture, gpu.Driver).Should().Be(("478176379286082186618948445787393647364802107249", "GH100", "550.90.07"));
        appraisal.NotAfter.Should().Be(new DateTimeOffset(2025, 6, 11, 1, 30, 58, TimeSpan.Zero));
    }

    [VectorFact]
    public void Once_expired_it_stays_expired()
    {
        foreach (var hours in new[] { 1, 24, 10_000 }) Verify(Valid.AddHours(hours)).Failure.Should().Be(AttestationFailure.NrasExpired);
        Verify(Valid.AddHours(-1)).Failure.Should().Be(AttestationFailure.TokenNotYetValid);
    }

    [VectorFact]
    public void It_is_bound_to_its_own_nonce_only()
    {
        Verify(Valid, Convert.FromHexString("931d8dd0add203ac3d8b4fbde75e115278eefcdceac5b87671a748f32364dfcb")).IsAccepted.Should().BeTrue();
        Verify(Valid, new byte[32]).Failure.Should().Be(AttestationFailure.NrasNonce);
    }

    [VectorFact]
    public void Whatever_is_cut_or_flipped_it_is_not_valid_and_nothing_is_thrown()
    {
        var good = Vectors.Bytes("nvidia/nras_hopper_v3.eat.json").AsSpan().TrimEnd((byte)'\n').ToArray();
        var (verifier, context) = (new NrasVerifier(), Context(Valid));
        for (var at = 0; at < good.Length; at += 11)
        {
            var flipped = (byte[])good.Clone();
            flipped[at] ^= (byte)(1 << (at % 7));
            // Where a bit makes no other text, it is the same bundle: white space between the tokens.
            if (!char.IsWhiteSpace((char)good[at])) verifier.Verify(new MachineEvidence(EvidenceKind.NrasToken, flipped), context).IsValid.Should().BeFalse("bit at {0}", at);
            verifier.Verify(new MachineEvidence(EvidenceKind.NrasToken, good.AsMemory(0, at)), context).IsValid.Should().BeFalse();
        }
    }

    private static EvidenceAppraisal Verify(DateTimeOffset at, byte[]? nonce = null) =>
        new NrasVerifier().Verify(new MachineEvidence(EvidenceKind.NrasToken, Vectors.Bytes("nvidia/nras_hopper_v3.eat.json")), Context(at) with { ReportData = nonce });

    private static AppraisalContext Context(DateTimeOffset at) =>
        new(default, TestIssuer.Collateral(NrasTokens.Issuer, Vectors.Bytes("nvidia/nras_prod_20250609.jwks.json")), NrasTokens.Policy, at);
}
