using Cocoon.Admin.Market;
using Cocoon.Admin.Tables;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Settlement;
using Cocoon.Core.Trust;
using Cocoon.Grains.Events;
using Cocoon.Grains.Providers;
using WhyNoJobs = Cocoon.Admin.Market.WhyNoJobs;

namespace Cocoon.Admin.Tests.Market;

public sealed class WhyNoJobsTests
{
    private static readonly HexBytes Hash = new(new byte[32]);

    [Fact]
    public void A_provider_nobody_knows_is_told_so() => Texts(MarketPicture.Empty).Should().ContainSingle().Which.Should().Contain("has not seen it register");

    [Fact]
    public void A_provider_that_could_get_jobs_is_told_that_nothing_is_wrong() =>
        Texts(Picture(asks: true)).Should().ContainSingle().Which.Should().Contain("Nothing keeps jobs away");

    [Theory]
    [InlineData("drained", "It is draining")]
    [InlineData("expired", "Its appraisal ended")]
    [InlineData("silent", "none of its offers is fresh")]
    [InlineData("dear", "2 of 2 others ask less")]
    [InlineData("full", "all 2 slots are in use")]
    [InlineData("unasked", "nobody has asked for this model")]
    public void Each_reason_is_named(string what, string reason) => Texts(what switch
    {
        "drained" => Picture(draining: true),
        "expired" => Picture(notAfter: News.Start),
        "silent" => Picture(offers: false),
        "dear" => Picture(rivals: 2),
        "full" => Picture(inUse: 2),
        _ => Picture(),
    }).Should().Contain(text => text.Contains(reason));

    [Fact]
    public void What_keeps_all_jobs_away_comes_first()
    {
        var reasons = WhyNoJobs.Explain(Picture(draining: true, rivals: 2, inUse: 2), News.Provider, News.Start.AddMinutes(1));

        reasons.Select(reason => reason.Tone).Should().Equal(Tone.Bad, Tone.Warn, Tone.Warn, Tone.Warn);
    }

    private static string[] Texts(MarketPicture picture) => [.. WhyNoJobs.Explain(picture, News.Provider, News.Start.AddMinutes(1)).Select(reason => reason.Text)];

    private static MarketPicture Picture(bool draining = false, DateTimeOffset? notAfter = null, bool offers = true, int rivals = 0, int inUse = 0, bool asks = false)
    {
        var now = News.Start.AddMinutes(1);
        var offer = Offer(price: 100);
        var appraisal = new Appraisal(Tier.CcGpu, Hash, Hash, notAfter ?? now.AddHours(1));
        var view = new ProviderView(News.Provider, appraisal, [offer], inUse, draining, ProviderTally.Zero);
        var all = Enumerable.Range(3, rivals).Select(i => new RoutableOffer(AccountAddress.From(0, Enumerable.Repeat((byte)i, 32).ToArray()), Offer(price: 10), Tier.CcGpu, 0, now.AddSeconds(9)));
        if (offers) all = all.Prepend(new RoutableOffer(News.Provider, offer, Tier.CcGpu, inUse, now.AddSeconds(9)));
        var picture = MarketPicture.Empty.With(new ProviderReading(view, now, null)).With([.. all], now);
        return asks ? picture.With(News.Of(MarketEventKind.JobStarted, 1), "silo", now) : picture;
    }

    private static Offer Offer(long price) => new("tiny", Hash, "bf16", 2_048, new PriceList(new Nano(price), new Nano(price), new Nano(price), new Nano(price)), Slots: 2, "local");
}
