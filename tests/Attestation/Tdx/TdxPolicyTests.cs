using System.Buffers.Binary;
using System.Text.Json;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.Tests.Tdx.Authority;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Tests.Tdx;

/// <summary>Bad inputs 39 to 43 of attestation.md section 8, and what a policy accepts.</summary>
public sealed class TdxPolicyTests(IntelLikeWorld world) : IClassFixture<IntelLikeWorld>
{
    private readonly byte[] _good = new QuoteBuilder(world.Platform).Build();

    [Theory]
    [InlineData(0, AttestationFailure.DebugEnabled)]
    [InlineData(1, AttestationFailure.TdAttributes)]
    [InlineData(15, AttestationFailure.TdAttributes)]
    [InlineData(27, AttestationFailure.TdAttributes)]
    [InlineData(29, AttestationFailure.TdAttributes)]
    [InlineData(30, AttestationFailure.TdAttributes)]
    [InlineData(40, AttestationFailure.TdAttributes)]
    [InlineData(63, AttestationFailure.TdAttributes)]
    public void Case_39_and_40_debugging_migration_monitoring_and_reserved_bits_are_refused(int bit, AttestationFailure expected)
    {
        var appraisal = world.Verify(WithAttributes(1UL << 28 | 1UL << bit));

        (appraisal.IsValid, appraisal.IsAccepted, appraisal.Failure).Should().Be((true, false, expected));
        appraisal.Vector.Configuration.Should().Be(bit == 0 ? TrustTier.Contraindicated : TrustTier.Warning);
    }

    [Fact]
    public void Case_40a_a_domain_that_gives_its_host_page_faults_is_refused() => world.Verify(WithAttributes(0)).Failure.Should().Be(AttestationFailure.TdAttributes);

    [Theory]
    [InlineData(27, true)]
    [InlineData(30, true)]
    [InlineData(31, true)]
    [InlineData(0, false)]
    [InlineData(29, false)]
    [InlineData(63, false)]
    public void A_policy_may_allow_harmless_attributes_only(int bit, bool isAllowed)
    {
        var policy = world.Policy with { Tdx = IntelLikeWorld.Rules with { AllowedAttributes = HexBytes.Parse("ffffffffffffffff") } };

        world.Verify(WithAttributes(1UL << 28 | 1UL << bit), policy: policy).IsAccepted.Should().Be(isAllowed);
    }

    [Fact]
    public void Features_beyond_the_mask_are_refused_and_no_mask_allows_none()
    {
        world.Verify(new QuoteBuilder(world.Platform) { Body = body => body[129] |= 0x40 }.Build()).Failure.Should().Be(AttestationFailure.Xfam);
        world.Verify(_good, policy: world.Policy with { Tdx = IntelLikeWorld.Rules with { AllowedXfam = default } }).Failure.Should().Be(AttestationFailure.Xfam);
    }

    [Fact]
    public void Case_41_a_quote_for_other_keys_is_not_bound()
    {
        var quote = new QuoteBuilder(world.Platform) { ReportData = Binding().ReportData() };
        var other = Binding() with { Claims = Samples.Claims with { IdentityKey = new HexBytes(new byte[32]) } };

        world.Verify(quote.Build(), reportData: Binding().ReportData()).IsAccepted.Should().BeTrue();
        world.Verify(quote.Build(), reportData: other.ReportData()).Failure.Should().Be(AttestationFailure.ReportDataMismatch);
        world.Verify(quote.Build(), reportData: new byte[32]).Failure.Should().Be(AttestationFailure.ReportDataMismatch);
    }

    [Theory]
    [InlineData(-11, AttestationFailure.EpochTooOld)]
    [InlineData(2, AttestationFailure.EpochInFuture)]
    [InlineData(-1, AttestationFailure.None)]
    public void Case_42_the_block_that_a_quote_is_bound_to_is_recent(int minutes, AttestationFailure expected)
    {
        var epoch = new Epoch(77, Block, IntelLikeAuthority.Now.AddMinutes(minutes));
        var quote = new QuoteBuilder(world.Platform) { ReportData = Binding().ReportData() }.Build();
        var bundle = new EvidenceBundle(Samples.Claims, epoch.Seqno, default, new MachineEvidence(EvidenceKind.Tdx, quote), []);

        var result = new MachineAppraiser([world.Verifier()]).Appraise(bundle, new BindingExpectation(Samples.Provider, epoch), world.Collateral, world.Policy, IntelLikeAuthority.Now);

        result.Failure.Should().Be(expected);
    }

    [Fact]
    public void Case_43_a_policy_without_images_denies()
    {
        var appraisal = world.Verify(_good, policy: world.Policy with { Images = [] });

        (appraisal.IsValid, appraisal.IsAccepted, appraisal.Failure).Should().Be((true, false, AttestationFailure.MeasurementMismatch));
    }

    [Theory]
    [InlineData(136, "mrtd")]
    [InlineData(184, "mrconfigid")]
    [InlineData(232, "mrowner")]
    [InlineData(280, "mrownerconfig")]
    [InlineData(328, "rtmr0")]
    [InlineData(376, "rtmr1")]
    [InlineData(424, "rtmr2")]
    [InlineData(472, "rtmr3")]
    public void A_measurement_that_differs_is_named(int at, string name)
    {
        var appraisal = world.Verify(new QuoteBuilder(world.Platform) { Body = body => body[at] ^= 1 }.Build());

        appraisal.Failure.Should().Be(AttestationFailure.MeasurementMismatch);
        appraisal.Checks.Single(check => check.Id == "T16").Detail.Should().EndWith($"differs in {name}.");
        appraisal.Vector.Executables.Should().Be(TrustTier.Contraindicated);
    }

    [Fact]
    public void The_measurement_of_a_service_domain_counts_in_TDX_1_5()
    {
        var policy = world.Wanting(new QuoteBuilder(world.Platform) { Version = 5 }.Build());
        var quote = new QuoteBuilder(world.Platform) { Version = 5, Body = body => body[600] = 1 }.Build();

        world.Verify(quote, policy: policy).Checks.Single(check => check.Id == "T16").Detail.Should().EndWith("differs in mrservicetd.");
    }

    [Fact]
    public void A_policy_that_says_nothing_of_TDX_denies_it() =>
        world.Verify(_good, policy: world.Policy with { Tdx = null }).Checks.Should().Contain(check => check.Failure == AttestationFailure.PolicyMissing);

    [Fact]
    public void A_policy_reads_back_from_JSON_as_it_was()
    {
        var policy = world.Policy with
        {
            Tdx = IntelLikeWorld.Rules with
            {
                AcceptedStatuses = [TcbStatus.SwHardeningNeeded], GraceDays = IntelLikeWorld.Rules.GraceDays.Add("INTEL-SA-1", 30),
                MinEvaluationNumber = 18, MinCrlNumbers = IntelLikeWorld.Rules.MinCrlNumbers.Add("root", 4),
            },
        };

        var read = PolicyJson.Parse(JsonSerializer.SerializeToUtf8Bytes(policy, PolicyJson.Options));

        read.Hash().Should().Be(policy.Hash());
        read.Tdx.Should().BeEquivalentTo(policy.Tdx);
    }

    private static HexBytes Block { get; } = new([.. Enumerable.Repeat((byte)9, 32)]);

    private static ReportBinding Binding() => new(Samples.Claims, -3, Samples.Provider, Block);

    private byte[] WithAttributes(ulong attributes) => new QuoteBuilder(world.Platform) { Body = body => BinaryPrimitives.WriteUInt64LittleEndian(body.AsSpan(120), attributes) }.Build();
}
