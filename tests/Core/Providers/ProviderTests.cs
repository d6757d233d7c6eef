using Cocoon.Core.Money;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Tests.Providers;

public sealed class ProviderTests
{
    private static ProviderState Registered(int slots = 2) =>
        Provider.Register(new ProviderState(), Samples.Provider, Samples.Appraisal, [Samples.Offer(slots)], Samples.Now).State;

    private static LeaseRequest Request(int job, int seconds = 60) =>
        new(Samples.Job(job), "model", 100, Samples.Prices, Tier.CpuTee, 500, Samples.Now.AddSeconds(seconds));

    [Fact]
    public void Slots_are_given_until_none_is_left_and_come_back()
    {
        var state = Provider.Lease(Provider.Lease(Registered(), Request(1), Samples.Now).State, Request(2), Samples.Now).State;

        Provider.Lease(state, Request(3), Samples.Now).Refusal!.Code.Should().Be(RefusalCode.ProviderBusy);
        Provider.Lease(state, Request(1), Samples.Now).Changed.Should().BeFalse("a repeated request keeps its slot");
        Provider.Lease(Provider.Release(state, Samples.Job(1)).State, Request(3), Samples.Now).Refusal.Should().BeNull();
        Provider.Lease(state, Request(3, 90), Samples.Now.AddSeconds(60)).Refusal.Should().BeNull("expired leases hold no slot");
    }

    [Fact]
    public void Another_request_under_the_same_job_is_refused()
    {
        var state = Provider.Lease(Registered(), Request(1), Samples.Now).State;

        LeaseRequest[] others = [Request(1, 61), Request(1) with { Model = "other" }, Request(1) with { Ceiling = Samples.Prices with { Prompt = Nano.Zero } }, Request(1) with { LeastTier = Tier.CcGpu }];

        others.Select(other => Provider.Lease(state, other, Samples.Now).Refusal?.Code).Should().AllBeEquivalentTo(RefusalCode.OperationConflict);
        Provider.Lease(state, Request(1), Samples.Now).Changed.Should().BeFalse();
    }

    [Fact]
    public void What_does_not_suit_is_refused_by_name()
    {
        var state = Registered();

        Provider.Lease(new ProviderState(), Request(1), Samples.Now).Refusal!.Code.Should().Be(RefusalCode.ProviderUnknown);
        Provider.Lease(state, Request(1) with { Model = "other" }, Samples.Now).Refusal!.Code.Should().Be(RefusalCode.NoOffer);
        Provider.Lease(state, Request(1) with { Ceiling = Samples.Prices with { Prompt = Nano.Zero } }, Samples.Now).Refusal!.Code.Should().Be(RefusalCode.PriceAboveCeiling);
        Provider.Lease(state, Request(1) with { Tokens = 1_001 }, Samples.Now).Refusal!.Code.Should().Be(RefusalCode.RequestRefused);
        Provider.Lease(state, Request(1) with { LeastTier = Tier.CcGpu }, Samples.Now).Refusal!.Code.Should().Be(RefusalCode.TierNotMet);
        Provider.Lease(state, Request(1), Samples.Now.AddHours(1)).Refusal!.Code.Should().Be(RefusalCode.AppraisalExpired);
        Provider.Lease(Provider.Drain(state, true).State, Request(1), Samples.Now).Refusal!.Code.Should().Be(RefusalCode.ProviderDraining);
    }

    [Fact]
    public void A_machine_that_runs_audits_only_sells_nothing()
    {
        var state = Provider.Register(new ProviderState(), Samples.Provider, Samples.Appraisal, [Samples.Offer() with { AuditsOnly = true }], Samples.Now).State;

        state.Offers.Should().ContainSingle("the market has to know what it can run again");
        Provider.Lease(state, Request(1), Samples.Now).Refusal!.Code.Should().Be(RefusalCode.NoOffer);
    }

    [Fact]
    public void A_new_enclave_key_is_a_new_life_and_a_renewal_is_not()
    {
        var leased = Provider.Lease(Registered(), Request(1), Samples.Now).State;

        var renewed = Provider.Register(leased, Samples.Provider, Samples.Appraisal with { NotAfter = Samples.Now.AddHours(2) }, [Samples.Offer()], Samples.Now).State;
        renewed.Epoch.Should().Be(leased.Epoch);
        renewed.Leases.Should().HaveCount(1);

        var reborn = Provider.Register(leased, Samples.Provider, Samples.Appraisal with { EnclaveKey = Samples.Bytes(77) }, [Samples.Offer()], Samples.Now).State;
        reborn.Epoch.Should().Be(leased.Epoch + 1);
        reborn.Leases.Should().BeEmpty();
    }

    [Theory]
    [InlineData(Tier.Simulated, Tier.Simulated, true)]
    [InlineData(Tier.Simulated, Tier.CpuTee, false)]
    [InlineData(Tier.Open, Tier.Simulated, false)]
    [InlineData(Tier.Open, Tier.Open, true)]
    [InlineData(Tier.CpuTee, Tier.Simulated, true)]
    [InlineData(Tier.CcGpu, Tier.CpuTee, true)]
    [InlineData(Tier.CpuTee, Tier.CcGpu, false)]
    public void Tiers_that_prove_nothing_serve_only_who_asks_for_them(Tier offered, Tier least, bool serves) => offered.Satisfies(least).Should().Be(serves);

    [Fact]
    public void A_lease_is_confirmed_in_the_life_it_was_given_in_as_long_as_the_machine_is_trusted()
    {
        var state = Registered();
        var revoked = Provider.Revoke(state, Samples.Now).State;
        var back = Provider.Register(revoked, Samples.Provider, Samples.Appraisal, [Samples.Offer()], Samples.Now).State;
        var reborn = Provider.Register(state, Samples.Provider, Samples.Appraisal with { EnclaveKey = Samples.Bytes(77) }, [Samples.Offer()], Samples.Now).State;

        Provider.Confirm(state, state.Epoch, Samples.Now).Should().BeNull();
        Provider.Confirm(back, back.Epoch, Samples.Now).Should().BeNull();
        ProviderState[] others = [revoked, back, reborn];
        others.Select(other => Provider.Confirm(other, state.Epoch, Samples.Now)?.Code).Should().AllBeEquivalentTo(RefusalCode.AppraisalRevoked);
        Provider.Confirm(state, state.Epoch, Samples.Appraisal.NotAfter)!.Code.Should().Be(RefusalCode.AppraisalRevoked);
    }

    [Fact]
    public void Sixty_four_models_with_long_names_can_be_offered()
    {
        var offers = Enumerable.Range(1, Provider.MaxOffers).Select(number => Samples.Offer() with { Model = $"{number}".PadLeft(128, 'm') }).ToList();

        Provider.Register(new ProviderState(), Samples.Provider, Samples.Appraisal, offers, Samples.Now).State.Offers.Should().HaveCount(64);
    }

    [Fact]
    public void An_expired_lease_is_forgotten_after_an_hour()
    {
        var state = Provider.Lease(Registered(), Request(1), Samples.Now).State with { Appraisal = Samples.Appraisal with { NotAfter = Samples.Now.AddDays(1) } };
        var hourLater = Samples.Now.AddSeconds(60).AddHours(1);
        LeaseRequest Late(DateTimeOffset now) => Request(2) with { Expires = now.AddSeconds(60) };

        Provider.Lease(state, Late(hourLater.AddTicks(-1)), hourLater.AddTicks(-1)).State.Leases.Should().HaveCount(2);
        Provider.Lease(state, Late(hourLater), hourLater).State.Leases.Should().ContainSingle().Which.Key.Should().Be(Samples.Job(2));
    }

    [Fact]
    public void What_its_owner_drained_stays_so_through_new_lives_until_the_owner_resumes()
    {
        var drained = Provider.OwnerDrain(Registered()).State;
        var reborn = Provider.Register(Provider.Drain(drained, true).State, Samples.Provider, Samples.Appraisal with { EnclaveKey = Samples.Bytes(77) }, [Samples.Offer()], Samples.Now).State;

        (reborn.Draining, reborn.OwnerDraining).Should().Be((false, true), "the machine's own drain ends with its life");
        Provider.Lease(reborn, Request(1), Samples.Now).Refusal!.Code.Should().Be(RefusalCode.ProviderDraining);
        Provider.Lease(Provider.Drain(reborn, false).State, Request(1), Samples.Now).Refusal!.Code.Should().Be(RefusalCode.ProviderDraining, "nobody else resumes it");
        Provider.OwnerDrain(drained).Changed.Should().BeFalse();
        Provider.Lease(Provider.Leave(reborn, left: false).State, Request(1), Samples.Now).Refusal.Should().BeNull();
        Provider.OwnerDrain(new ProviderState()).Refusal!.Code.Should().Be(RefusalCode.ProviderUnknown);
    }

    [Fact]
    public void Who_has_left_stays_away_through_new_lives_until_the_owner_resumes()
    {
        var left = Provider.Leave(Registered(), left: true).State;
        var reborn = Provider.Register(left, Samples.Provider, Samples.Appraisal with { EnclaveKey = Samples.Bytes(77) }, [Samples.Offer()], Samples.Now).State;

        Provider.Lease(reborn, Request(1), Samples.Now).Refusal!.Code.Should().Be(RefusalCode.ProviderDraining);
        Provider.Leave(left, left: true).Changed.Should().BeFalse();
        Provider.Lease(Provider.Leave(reborn, left: false).State, Request(1), Samples.Now).Refusal.Should().BeNull();
        Provider.Leave(new ProviderState(), left: true).Refusal!.Code.Should().Be(RefusalCode.ProviderUnknown);
    }
}
