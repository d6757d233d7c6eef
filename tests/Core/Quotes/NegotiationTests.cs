using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Quotes;
using Cocoon.Core.Tests.Models;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Core.Tests.Quotes;

public sealed class NegotiationTests
{
    private static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(ModelCheck.Cases);

    private static readonly Gen<PriceList> Lists =
        from p in Gen.Choose(0, 1_000) from cp in Gen.Choose(0, 1_000) from c in Gen.Choose(0, 1_000) from r in Gen.Choose(0, 1_000)
        select new PriceList(new Nano(p), new Nano(cp), new Nano(c), new Nano(r));

    private static PriceList All(long price) => new(new Nano(price), new Nano(price), new Nano(price), new Nano(price));

    [Theory]
    [InlineData(0, 0, 75)]          // idle: half of the way to the floor
    [InlineData(80, 0, 80)]         // a bid that is good enough is taken
    [InlineData(0, 600, 90)]        // busy: its reserve is near the quote
    [InlineData(0, 1_000, 100)]
    [InlineData(120, 0, 100)]       // nobody pays more than was quoted
    public void The_busier_the_less_it_gives(long bid, int utilisation, long price) =>
        Negotiation.Answer(All(100), All(50), All(bid), utilisation).Should().Be(All(price));

    [Fact]
    public void Never_below_the_floor_nor_above_the_quote_and_a_good_bid_is_the_price() =>
        Prop.ForAll(Arb.From(from quoted in Lists from floor in Lists from bid in Lists from used in Gen.Choose(-1, 1_001) select (quoted, floor, bid, used)), x =>
        {
            var answer = Negotiation.Answer(x.quoted, x.floor, x.bid, x.used);
            return answer.IsWithin(x.quoted)
                && answer.Completion >= Nano.Min(x.floor.Completion, x.quoted.Completion) && answer.Prompt >= Nano.Min(x.floor.Prompt, x.quoted.Prompt)
                && Negotiation.Answer(x.quoted, x.floor, answer, x.used) == answer;
        }).Check(Quick);

    [Fact]
    public void A_higher_bid_or_a_busier_provider_never_makes_cheaper() =>
        Prop.ForAll(Arb.From(from quoted in Lists from floor in Lists from bid in Lists from more in Lists from used in Gen.Choose(0, 1_000) from busier in Gen.Choose(0, 1_000) select (quoted, floor, bid, more, used, busier)), x =>
        {
            var answer = Negotiation.Answer(x.quoted, x.floor, x.bid, x.used);
            var raised = x.bid.Clamp(x.more, All(long.MaxValue));
            return answer.IsWithin(Negotiation.Answer(x.quoted, x.floor, raised, x.used)) && answer.IsWithin(Negotiation.Answer(x.quoted, x.floor, x.bid, x.used + x.busier));
        }).Check(Quick);
}
