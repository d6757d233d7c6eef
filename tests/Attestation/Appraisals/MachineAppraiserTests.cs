using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Trust;

namespace Cocoon.Attestation.Tests.Appraisals;

/// <summary>Whole machines: that CPU, GPUs, keys and connection belong together.</summary>
public sealed class MachineAppraiserTests
{
    private const int Network = -3;
    private static readonly DateTimeOffset At = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly HexBytes Nonce = new([.. Enumerable.Repeat((byte)8, 32)]);
    private static readonly PolicyDocument Policy = PolicyDocument.Simulated(Network);
    private static readonly MachineAppraiser Appraiser = new(Verifiers.All);

    private static EvidenceBundle Bundle(Epoch? epoch = null, HexBytes nonce = default, AccountAddress? provider = null)
    {
        var binding = new ReportBinding(Samples.Claims, Network, provider ?? Samples.Provider, epoch?.RootHash ?? default, nonce);
        return new EvidenceBundle(Samples.Claims, epoch?.Seqno ?? 0, nonce, SimulatedEvidence.Create(binding), []);
    }

    private static AppraisalResult Appraise(EvidenceBundle bundle, BindingExpectation? expected = null, PolicyDocument? policy = null) =>
        Appraiser.Appraise(bundle, expected ?? new BindingExpectation(Samples.Provider), CollateralSnapshot.Empty, policy ?? Policy, At);

    [Fact]
    public void A_machine_that_is_bound_to_all_it_should_be_is_accepted_for_the_policys_longest_life()
    {
        var result = Appraise(Bundle());

        (result.Failure, result.Tier, result.NotAfter).Should().Be((AttestationFailure.None, Tier.Simulated, At + Policy.MaxAppraisalAge));
        var appraisal = result.ToAppraisal();
        (appraisal.EnclaveKey, appraisal.SealingKey, appraisal.NotAfter).Should().Be((Samples.Claims.ReceiptKey, Samples.Claims.SealingKey, result.NotAfter));
    }

    [Fact]
    public void Simulated_evidence_is_refused_on_mainnet_whatever_the_policy_says() =>
        Appraise(Bundle(), policy: Policy with { NetworkId = MarketParameters.Mainnet }).Failure.Should().Be(AttestationFailure.SimulatedRefused);

    [Fact]
    public void Case_41_evidence_for_another_key_or_provider_is_refused()
    {
        Appraise(Bundle() with { Claims = Samples.Claims with { ReceiptKey = Nonce } }).Failure.Should().Be(AttestationFailure.ReportDataMismatch);
        Appraise(Bundle(provider: AccountAddress.From(0, new byte[32]))).Failure.Should().Be(AttestationFailure.ReportDataMismatch);
        Appraise(Bundle(), new BindingExpectation(Samples.Provider, IdentityKey: Nonce)).Failure.Should().Be(AttestationFailure.TlsKeyMismatch);
    }

    [Fact]
    public void A_challenge_has_to_be_answered()
    {
        Appraise(Bundle(nonce: Nonce), new BindingExpectation(Samples.Provider, Nonce: Nonce)).IsAccepted.Should().BeTrue();
        Appraise(Bundle(), new BindingExpectation(Samples.Provider, Nonce: Nonce)).Failure.Should().Be(AttestationFailure.NonceMismatch);
    }

    [Theory]
    [InlineData(0, false, AttestationFailure.None)]
    [InlineData(600, false, AttestationFailure.None)]
    [InlineData(601, false, AttestationFailure.EpochTooOld)]
    [InlineData(601, true, AttestationFailure.None)]
    [InlineData(4_201, true, AttestationFailure.EpochTooOld)]
    [InlineData(-60, false, AttestationFailure.None)]
    [InlineData(-61, false, AttestationFailure.EpochInFuture)]
    public void Case_42_a_block_is_recent_or_the_evidence_counts_for_nothing(int secondsAgo, bool isRelayed, AttestationFailure expected)
    {
        var epoch = new Epoch(77, Nonce, At.AddSeconds(-secondsAgo));

        Appraise(Bundle(epoch), new BindingExpectation(Samples.Provider, epoch, IsRelayed: isRelayed), Policy with { RequireEpoch = true }).Failure.Should().Be(expected);
    }

    [Fact]
    public void A_block_that_the_chain_does_not_show_or_that_was_not_bound_is_refused()
    {
        var epoch = new Epoch(77, Nonce, At);

        Appraise(Bundle(epoch)).Failure.Should().Be(AttestationFailure.EpochTooOld);
        Appraise(Bundle(), policy: Policy with { RequireEpoch = true }).Failure.Should().Be(AttestationFailure.EpochTooOld);
        Appraise(Bundle(epoch) with { EpochSeqno = 78 }, new BindingExpectation(Samples.Provider, epoch)).Failure.Should().Be(AttestationFailure.EpochTooOld);
    }

    [Fact]
    public void Hardware_on_the_list_of_revoked_ones_is_refused() =>
        Appraise(Bundle(), policy: Policy with { RevokedHardware = Policy.RevokedHardware.Add("simulated") }).Failure.Should().Be(AttestationFailure.Revoked);

    [Fact]
    public void A_kind_without_a_verifier_is_named()
    {
        var bundle = Bundle();

        Appraise(bundle with { Cpu = bundle.Cpu with { Kind = (EvidenceKind)99 } }).Failure.Should().Be(AttestationFailure.UnknownKind);
        Appraise(bundle with { Gpus = [bundle.Cpu] }).IsAccepted.Should().BeFalse("only GPUs come after the CPU");
    }

    [Fact]
    public void Equal_inputs_give_equal_results_and_every_input_has_its_hash_in_them()
    {
        var first = Appraise(Bundle());

        first.ToAppraisal().Should().Be(Appraise(Bundle()).ToAppraisal());
        Appraise(Bundle(), policy: Policy with { MaxEvidenceAge = TimeSpan.FromMinutes(1) }).PolicyHash.Should().NotBe(first.PolicyHash);
    }

    [Fact]
    public void A_refused_machine_has_no_appraisal() =>
        FluentActions.Invoking(() => Appraise(Bundle(), policy: new PolicyDocument { NetworkId = Network }).ToAppraisal()).Should().Throw<InvalidOperationException>();
}
