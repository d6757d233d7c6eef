using System.Text.Json.Nodes;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Tdx;
using Cocoon.Attestation.Tests.Tdx.Authority;

namespace Cocoon.Attestation.Tests.Tdx;

/// <summary>How platforms stand, what they are told they lack, and what a policy makes of it.</summary>
public sealed class TdxTcbTests(IntelLikeWorld world) : IClassFixture<IntelLikeWorld>
{
    // FixedBy dates of the builder's levels: the first without SA-3 is of 2025-01-01, the first without SA-1 of 2025-03-01.
    private static readonly DateTimeOffset Fix = new(2025, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(3, 13, 5, 6, TcbStatus.UpToDate, AttestationFailure.None)]
    [InlineData(9, 99, 9, 9, TcbStatus.UpToDate, AttestationFailure.None)]
    [InlineData(2, 13, 5, 6, TcbStatus.SwHardeningNeeded, AttestationFailure.TcbSwHardeningNeeded)]
    [InlineData(1, 13, 5, 6, TcbStatus.OutOfDate, AttestationFailure.TcbOutOfDate)]
    [InlineData(3, 12, 5, 6, TcbStatus.OutOfDate, AttestationFailure.TcbOutOfDate)]
    [InlineData(0, 13, 5, 6, TcbStatus.Revoked, AttestationFailure.TcbRevoked)]
    [InlineData(3, 4, 5, 6, TcbStatus.Unknown, AttestationFailure.TcbLevelNotFound)]
    [InlineData(3, 13, 4, 6, TcbStatus.OutOfDate, AttestationFailure.TcbOutOfDate)]
    [InlineData(3, 13, 2, 6, TcbStatus.Unknown, AttestationFailure.TcbLevelNotFound)]
    [InlineData(3, 13, 5, 5, TcbStatus.OutOfDate, AttestationFailure.TcbOutOfDate)]
    [InlineData(3, 13, 5, 3, TcbStatus.Unknown, AttestationFailure.TcbLevelNotFound)]
    public void The_verdict_is_the_worst_of_platform_module_and_enclave(byte sgx, int pce, byte module, byte enclave, TcbStatus status, AttestationFailure failure)
    {
        using var platform = Platform(sgx, pce);

        var appraisal = world.Verify(Quote(platform, module, enclave));

        (appraisal.IsValid, appraisal.Tcb, appraisal.Failure).Should().Be((true, status, failure));
        appraisal.Vector.Hardware.Should().Be(status switch { TcbStatus.UpToDate => TrustTier.Affirming, TcbStatus.Revoked => TrustTier.Contraindicated, _ => TrustTier.Warning });
    }

    [Fact]
    public void Each_component_that_is_behind_is_told_with_what_it_needs_and_why()
    {
        using var platform = Platform(1, 12);

        var findings = world.Verify(new QuoteBuilder(platform) { Body = body => (body[0], body[2]) = (4, 1) }.Build()).Findings;

        findings.Should().SatisfyRespectively(
            first => first.Should().Match<Finding>(finding => finding.Component == "SGX component 1 (BIOS)" && finding.Found == "1" && finding.Needed == "3" && finding.Failure == AttestationFailure.TcbOutOfDate),
            second => second.Should().Match<Finding>(finding => finding.Component == "PCE" && finding.Found == "12" && finding.Needed == "13"),
            third => third.Should().Match<Finding>(finding => finding.Component == "TDX component 3 (BIOS)" && finding.Found == "1" && finding.Needed == "3"),
            module => module.Should().Match<Finding>(finding => finding.Component == "TDX module" && finding.Found == "4" && finding.Needed == "5" && finding.Advisories.Single() == "INTEL-SA-2"),
            end => end.FailsAt.Should().Be(new DateTimeOffset(2026, 6, 19, 0, 0, 0, TimeSpan.Zero)));
        findings[0].Advisories.Should().Equal("INTEL-SA-1", "INTEL-SA-3");
    }

    [Fact]
    public void A_status_that_the_policy_accepts_is_accepted()
    {
        using var platform = Platform(2, 13);
        var rules = IntelLikeWorld.Rules with { AcceptedStatuses = [TcbStatus.SwHardeningNeeded] };

        var appraisal = Verify(platform, rules, IntelLikeAuthority.Now);

        (appraisal.IsAccepted, appraisal.Tcb, appraisal.Vector.Hardware).Should().Be((true, TcbStatus.SwHardeningNeeded, TrustTier.Warning));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Revoked_and_unknown_platforms_are_refused_whatever_the_policy_accepts(int pce)
    {
        using var platform = Platform(0, pce == 0 ? 13 : 4);
        var rules = IntelLikeWorld.Rules with
        {
            AcceptedStatuses = [.. Enum.GetValues<TcbStatus>()],
            GraceDays = IntelLikeWorld.Rules.GraceDays.Add("INTEL-SA-1", int.MaxValue).Add("INTEL-SA-3", int.MaxValue),
        };

        Verify(platform, rules, IntelLikeAuthority.Now).IsAccepted.Should().BeFalse();
    }

    [Theory]
    [InlineData(470, 0, false)]
    [InlineData(470, 520, true)]
    [InlineData(400, 520, false)]
    [InlineData(470, 400, false)]
    public void Grace_lasts_until_the_days_of_the_first_advisory_are_over(int daysOfFirst, int daysOfThird, bool isAccepted)
    {
        using var platform = Platform(1, 13);
        var grace = IntelLikeWorld.Rules.GraceDays.Add("INTEL-SA-1", daysOfFirst);
        if (daysOfThird > 0) grace = grace.Add("INTEL-SA-3", daysOfThird);

        var appraisal = Verify(platform, IntelLikeWorld.Rules with { GraceDays = grace }, IntelLikeAuthority.Now);

        (appraisal.IsAccepted, appraisal.Tcb).Should().Be((isAccepted, TcbStatus.OutOfDate));
    }

    [Fact]
    public void The_end_of_grace_is_told_and_ends_the_appraisal()
    {
        using var platform = Platform(1, 13);
        var end = IntelLikeAuthority.Now.AddHours(12);
        var days = (int)(end - Fix).TotalDays;
        var rules = IntelLikeWorld.Rules with { GraceDays = IntelLikeWorld.Rules.GraceDays.Add("INTEL-SA-1", days + 1).Add("INTEL-SA-3", 1000) };

        var appraisal = Verify(platform, rules, IntelLikeAuthority.Now);
        var later = Verify(platform, rules, Fix.AddDays(days + 1));

        (appraisal.IsAccepted, appraisal.NotAfter).Should().Be((true, Fix.AddDays(days + 1)));
        appraisal.Findings.Should().OnlyContain(finding => finding.FailsAt == Fix.AddDays(days + 1) && finding.Failure == AttestationFailure.TcbOutOfDate);
        later.Failure.Should().Be(AttestationFailure.TcbOutOfDate);
    }

    [Theory]
    [InlineData(5, TcbStatus.TdRelaunchAdvised)]
    [InlineData(4, TcbStatus.OutOfDate)]
    public void A_domain_that_was_launched_before_the_module_was_updated_is_advised_to_relaunch(byte now, TcbStatus status)
    {
        var quote = new QuoteBuilder(world.Platform) { Version = 5, Body = body => (body[0], body[584]) = (3, now) }.Build();

        var appraisal = world.Verify(quote, policy: world.Wanting(quote));

        (appraisal.Tcb, appraisal.IsAccepted).Should().Be((status, false));
        appraisal.Failure.Should().Be(status == TcbStatus.OutOfDate ? AttestationFailure.TcbOutOfDate : AttestationFailure.TdRelaunchAdvised);
    }

    [Fact]
    public void Of_equal_levels_the_worse_status_counts()
    {
        foreach (var (first, second) in new[] { ("UpToDate", "ConfigurationNeeded"), ("ConfigurationNeeded", "UpToDate") })
        {
            var collateral = new CollateralBuilder(world.Authority)
            {
                TcbInfo = info => info["tcbLevels"] = new JsonArray(CollateralBuilder.Level(3, 3, 13, first, "2025-03-01T00:00:00Z"), CollateralBuilder.Level(3, 3, 13, second, "2025-03-01T00:00:00Z")),
            };

            world.Verify(new QuoteBuilder(world.Platform).Build(), collateral.Build()).Failure.Should().Be(AttestationFailure.TcbConfigurationNeeded);
        }
    }

    [Fact]
    public void A_module_of_major_version_0_is_covered_by_the_levels_of_the_platform()
    {
        var collateral = new CollateralBuilder(world.Authority) { TcbInfo = info => info["tcbLevels"]![0]!["tcb"]!["tdxtcbcomponents"]![0]!["svn"] = 6 }.Build();

        world.Verify(new QuoteBuilder(world.Platform).Build(), collateral).Tcb.Should().Be(TcbStatus.UpToDate, "the SVN of a module of major version 1 counts among its own levels");
        world.Verify(new QuoteBuilder(world.Platform) { Body = body => body[1] = 0 }.Build(), collateral).Tcb.Should().Be(TcbStatus.SwHardeningNeeded);
    }

    private IntelLikePlatform Platform(byte sgx, int pce) => new(world.Authority, new SgxExtensionBuilder { Svns = [sgx, .. new byte[15]], PceSvn = pce }.Build());

    private static byte[] Quote(IntelLikePlatform platform, byte module, byte enclave) =>
        new QuoteBuilder(platform) { Body = body => body[0] = module, QeReport = report => report[258] = enclave }.Build();

    private EvidenceAppraisal Verify(IntelLikePlatform platform, TdxPolicy rules, DateTimeOffset at) =>
        world.Verify(new QuoteBuilder(platform).Build(), policy: world.Policy with { Tdx = rules }, at: at);
}
