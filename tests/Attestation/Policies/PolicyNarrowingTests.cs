using System.Text.Json;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Attestation.Tests.Verdicts;
using Cocoon.Core.Trust;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Attestation.Tests.Policies;

public sealed class PolicyNarrowingTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_caller_never_widens_the_market() => Prop.ForAll(PolicyGenerators.Market.ToArbitrary(), PolicyGenerators.Caller.ToArbitrary(), (market, caller) =>
    {
        var narrow = market.Narrow(caller);
        return narrow.NetworkId == market.NetworkId
            && Enumerable.Range(0, 6).All(image => Judged(narrow, image) is not { } allowed || allowed == Judged(market, image))
            && (!narrow.AllowSimulated || market.AllowSimulated)
            && (narrow.RequireEpoch || !market.RequireEpoch)
            && narrow.LeastTier >= market.LeastTier
            && narrow.MaxEvidenceAge <= market.MaxEvidenceAge && narrow.MaxAppraisalAge <= market.MaxAppraisalAge
            && narrow.RevokedHardware.IsSupersetOf(market.RevokedHardware)
            && (narrow.Tdx is null || (market.Tdx is { } tdx && !narrow.Tdx.AcceptedStatuses.Except(tdx.AcceptedStatuses).Any() && narrow.Tdx.GraceDays.All(days => tdx.GraceDays.Contains(days))))
            && (narrow.Snp is null || narrow.Snp == market.Snp)
            && (narrow.Nras is null || narrow.Nras.MaxTokenAge <= market.Nras!.MaxTokenAge)
            && (narrow.Azure is null || (narrow.Azure.MaxTokenAge <= market.Azure!.MaxTokenAge && !narrow.Azure.Tdx!.Statuses.Except(market.Azure.Tdx!.Statuses).Any()));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_the_caller_asks_for_holds() => Prop.ForAll(PolicyGenerators.Market.ToArbitrary(), PolicyGenerators.Caller.ToArbitrary(), (market, caller) =>
    {
        var narrow = market.Narrow(caller);
        return narrow.Images.All(image => caller.Images?.Contains(image.Digest) != false && image.Tier >= (caller.LeastTier ?? Tier.Simulated))
            && (caller.Kinds?.Contains(EvidenceKind.Tdx) != false || narrow.Tdx is null)
            && (caller.Kinds?.Contains(EvidenceKind.SevSnp) != false || narrow.Snp is null)
            && narrow.MaxEvidenceAge <= caller.MaxEvidenceAge && narrow.MaxAppraisalAge <= caller.MaxAppraisalAge
            && narrow.RevokedHardware.IsSupersetOf(caller.RevokedHardware)
            && (narrow.Tdx is null || caller.AcceptedStatuses is not { } wanted || !narrow.Tdx.AcceptedStatuses.Except(wanted).Any());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Narrowing_twice_is_narrowing_once() => Prop.ForAll(PolicyGenerators.Market.ToArbitrary(), PolicyGenerators.Caller.ToArbitrary(), (market, caller) =>
        market.Narrow(caller).Narrow(caller).Hash() == market.Narrow(caller).Hash()).QuickCheckThrowOnFailure();

    [Fact]
    public void A_caller_who_asks_for_nothing_takes_nothing() => Prop.ForAll(PolicyGenerators.Market.ToArbitrary(), market =>
        market.Narrow(new CallerPolicy()).Hash() == market.Hash()).QuickCheckThrowOnFailure();

    [Fact]
    public void A_tier_below_the_least_is_refused()
    {
        var policy = new PolicyDocument { NetworkId = -3, AllowSimulated = true, RequireEpoch = false, LeastTier = Tier.CpuTee };
        var bundle = new EvidenceBundle(Samples.Claims, 0, default, SimulatedEvidence.Create(new ReportBinding(Samples.Claims, -3, Samples.Provider)), []);
        var appraiser = new MachineAppraiser([new SimulatedVerifier()]);
        var result = appraiser.Appraise(bundle, new BindingExpectation(Samples.Provider), CollateralSnapshot.Empty, policy, Now);
        result.Failure.Should().Be(AttestationFailure.TierNotMet);
        result.Detail.Should().Be("The machine is of tier simulated; the policy wants cpu-tee.");
    }

    [Fact]
    public async Task The_narrowed_document_stays_the_same_object_until_the_market_changes()
    {
        var market = new SettableSources(new PolicyDocument { NetworkId = -3, AllowSimulated = true });
        var narrowed = new NarrowedPolicy(market, new CallerPolicy { LeastTier = Tier.CpuTee });
        var first = await narrowed.Current();
        first.AllowSimulated.Should().BeFalse();
        (await narrowed.Current()).Should().BeSameAs(first);
        market.Policy = market.Policy with { NetworkId = -217 };
        (await narrowed.Current()).NetworkId.Should().Be(-217);
    }

    [Fact]
    public void A_callers_policy_is_read_from_JSON_and_mistyped_rules_are_errors()
    {
        var caller = PolicyJson.ParseCaller("""{"leastTier":"CcGpu","acceptedStatuses":["SwHardeningNeeded"],"kinds":["Tdx"],"maxAppraisalAge":"00:10:00","revokedHardware":["snp:00"]}"""u8);
        JsonSerializer.Serialize(caller, PolicyJson.Options).Should().Be("""{"images":null,"kinds":["Tdx"],"leastTier":"CcGpu","acceptedStatuses":["SwHardeningNeeded"],"maxEvidenceAge":null,"maxAppraisalAge":"00:10:00","requireEpoch":false,"revokedHardware":["snp:00"]}""");
        FluentActions.Invoking(() => PolicyJson.ParseCaller("""{"leastTiers":"CcGpu"}"""u8)).Should().Throw<FormatException>().WithMessage("*leastTiers*");
    }

    [Fact]
    public void Case_43_a_policy_without_images_or_without_their_measurements_denies_and_says_so()
    {
        var empty = new PolicyDocument { NetworkId = -3 };
        var verdict = empty.Judge(EvidenceKind.Tdx, PolicyGenerators.Measurements(1), ImageRole.Provider, Now);
        (verdict.Image, verdict.Failure, verdict.Detail).Should().Be((null, AttestationFailure.MeasurementMismatch, "The policy lists no image."));
        var nameless = empty with { Images = [new AllowedImage(PolicyGenerators.Digest(2), ImageRole.Provider, Tier.CpuTee, null, "image", PolicyGenerators.Measurements(2).Clear())] };
        nameless.Judge(EvidenceKind.Tdx, PolicyGenerators.Measurements(1), ImageRole.Provider, Now).Detail.Should().Be("No image of the policy has these measurements.");
    }

    private static AllowedImage? Judged(PolicyDocument policy, int image) => policy.Judge(EvidenceKind.Tdx, PolicyGenerators.Measurements(image), ImageRole.Provider, Now).Image;
}
