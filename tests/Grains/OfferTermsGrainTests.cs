using Cocoon.Core;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Quotes;
using Cocoon.Core.Trust;
using Cocoon.Grains.Providers;

namespace Cocoon.Grains.Tests;

/// <summary>What a provider asks, as it reaches the market, jobs and receipts.</summary>
[Collection(GrainCollection.Name)]
public sealed class OfferTermsGrainTests(GrainHost host) : IAsyncLifetime
{
    private IProviderGrain Twin => host.Grains.Provider(host.Provider);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => Twin.SetTerms(GrainHost.Model, null);

    private static PriceList All(long price) => new(new Nano(price), new Nano(price), new Nano(price), new Nano(price));

    private Task<OfferTermsView> Ask(PriceList prices, PriceList? floor = null, PriceList? batch = null) =>
        Twin.SetTerms(GrainHost.Model, new OfferTerms { Prices = prices, Floor = floor, BatchPrices = batch });

    private Task<PriceQuote> Quote() => Twin.Quote(new QuoteRequest(host.Client, GrainHost.Model, 20, 10, Tier.Simulated, JobClass.Interactive, Nonce()));

    private HexBytes Nonce() => new([.. System.Text.Encoding.ASCII.GetBytes(host.NewJob().ToString()[^16..])]);

    private async Task<Lease> Start(JobSpec spec, PriceQuote? quote = null)
    {
        var candidates = await host.Candidates();
        if (quote is not null) candidates = [QuoteRound.Candidate(candidates, quote)!];
        var id = host.NewJob();
        var lease = await host.Grains.Job(id).Start(spec with { Quote = quote?.Id ?? default }, candidates);
        await host.Grains.Job(id).GiveBack();
        return lease;
    }

    [Fact]
    public async Task New_terms_are_on_the_market_at_once_and_show_no_floor()
    {
        var view = await Ask(All(5_000_000), floor: All(2_000_000), batch: All(1_000_000));

        var announced = (await host.Candidates())[0].Offer;
        (announced.Prices, announced.BatchPrices, announced.Floor).Should().Be((All(5_000_000), All(1_000_000), null));
        (view.Offer, view.IsOpen, view.Terms!.Floor).Should().Be((announced, true, All(2_000_000)));
        (await Twin.Terms()).Should().ContainSingle().Which.Terms.Should().Be(view.Terms);
        await FluentActions.Awaiting(() => Ask(All(1), floor: All(2))).Should().ThrowAsync<RefusedException>().Where(refused => refused.Code == RefusalCode.OfferInvalid);
    }

    [Fact]
    public async Task Outside_of_its_hours_a_model_is_off_the_market()
    {
        var minute = (int)(DateTimeOffset.UtcNow - new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero)).TotalMinutes % WeeklyWindow.MinutesOfWeek;
        var before = (minute + WeeklyWindow.MinutesOfWeek - 60) % WeeklyWindow.MinutesOfWeek;

        await Twin.SetTerms(GrainHost.Model, new OfferTerms { Schedule = new([new(before, (before + 30) % WeeklyWindow.MinutesOfWeek)], "UTC") });
        (await host.Candidates()).Should().BeEmpty();

        await Twin.SetTerms(GrainHost.Model, new OfferTerms { Schedule = new([new(before, (before + 120) % WeeklyWindow.MinutesOfWeek)], "UTC") });
        (await host.Candidates()).Should().ContainSingle();
    }

    [Fact]
    public async Task A_quote_holds_for_one_job_of_its_client_whatever_the_offer_becomes()
    {
        var channel = await host.OpenChannel(10_000);
        var quote = await Quote();
        await Ask(All(90_000_000));

        var lease = await Start(host.Spec(channel), quote);

        lease.Prices.Should().Be(GrainHost.Prices);
        await FluentActions.Awaiting(() => Start(host.Spec(channel), quote)).Should().ThrowAsync<RefusedException>().Where(refused => refused.Code == RefusalCode.QuoteEnded);
        var strange = await Quote() with { Id = QuoteId.Of(host.Provider, Nonce()) };
        await FluentActions.Awaiting(() => Start(host.Spec(channel), strange)).Should().ThrowAsync<RefusedException>().Where(refused => refused.Code == RefusalCode.QuoteUnknown);
    }

    [Fact]
    public async Task A_bid_is_met_half_way_to_the_floor_and_the_job_pays_what_was_agreed()
    {
        var channel = await host.OpenChannel(10_000);
        await Ask(All(8_000_000), floor: All(4_000_000));
        var quote = await Quote();

        var agreed = await Twin.Counter(quote.Id, host.Client, All(7_500_000));
        var pressed = await Twin.Counter(quote.Id, host.Client, All(0));

        (quote.Prices, agreed.Prices).Should().Be((All(8_000_000), All(7_500_000)));
        pressed.Prices.Prompt.Value.Should().BeInRange(5_750_000, 7_500_000, "how far it goes depends on how busy it is");
        (await Start(host.Spec(channel), pressed)).Prices.Should().Be(pressed.Prices);
    }

    [Fact]
    public async Task A_batch_job_pays_batch_prices()
    {
        var channel = await host.OpenChannel(10_000);
        await Ask(GrainHost.Prices, batch: All(500_000));

        (await Start(host.Spec(channel) with { Class = JobClass.Batch })).Prices.Should().Be(All(500_000));
    }
}
