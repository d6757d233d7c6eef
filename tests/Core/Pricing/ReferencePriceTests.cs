using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Tests.Pricing;

public sealed class ReferencePriceTests
{
    private static PriceList All(long price) => new(new Nano(price), new Nano(price), new Nano(price), new Nano(price));

    private static SalePoint Sold(long price, long completion, long prompt = 0) => new(All(price), new TokenCounts(prompt, 0, completion, 0), 1);

    private static SettledSales Batch(uint seqno, double hours, params SalePoint[] points) => new(0, seqno, Samples.Now.AddHours(hours), [.. points]);

    private static long? Completion(ReferencePrice price, double hours = 0) => price.At(Samples.Now.AddHours(hours))?.Completion?.Value;

    [Fact]
    public void Half_of_the_tokens_were_sold_at_or_below_it_whatever_the_number_of_receipts()
    {
        var price = ReferencePrice.Empty.Add(Batch(1, 0, Sold(10, 1), Sold(11, 1), Sold(12, 1), Sold(50, 100, prompt: 3), Sold(90, 97)));

        Completion(price).Should().Be(50);
        price.At(Samples.Now).Should().Be(new ReferencePrices(new Nano(50), null, new Nano(50), null, 5, Samples.Now) { Volumes = [] });
    }

    [Fact]
    public void A_batch_counts_once_and_for_a_day()
    {
        var price = ReferencePrice.Empty.Add(Batch(2, 5, Sold(20, 10))).Add(Batch(1, 0, Sold(10, 100)));

        price.Add(Batch(1, 0, Sold(99, 10_000))).Should().BeSameAs(price);
        Completion(price, 5).Should().Be(10);
        Completion(price, 24).Should().Be(20, "the first batch is a day old");
        Completion(price, 29).Should().BeNull();
        Completion(price.Add(Batch(3, 24, Sold(30, 1))), 24).Should().Be(20);
    }

    [Fact]
    public void Memory_is_bounded_and_the_oldest_is_forgotten()
    {
        var lists = Enumerable.Range(1, SettledSales.MaxPoints).Select(static price => Sold(price, 1)).ToArray();
        var old = ReferencePrice.Empty.Add(Batch(0, -1, Sold(1_000_000, long.MaxValue / 2)));

        var price = Enumerable.Range(1, 8).Aggregate(old, (sum, seqno) => sum.Add(Batch((uint)seqno, 0, lists)));

        Completion(old).Should().Be(1_000_000);
        Completion(price).Should().Be(128);
    }

    [Fact]
    public void A_batch_is_summed_up_by_model_and_price_list_and_says_nothing_of_receipts_of_before()
    {
        ReceiptLine Line(int job, string? model, long price, long tokens) => ReceiptLine.From(Samples.Receipt(job, 1).Receipt, Samples.Bytes((byte)job)) with
        {
            Sale = model is null ? null : new ReceiptSale(model, All(price), new TokenCounts(0, 0, tokens, 0)),
        };

        var sales = SettledSales.Of(3, 7, Samples.Now, [Line(1, "a", 10, 5), Line(2, "b", 10, 6), Line(3, "a", 10, 7), Line(4, "a", 20, 100), Line(5, null, 0, 0)]);

        sales.Keys.Should().BeEquivalentTo("a", "b");
        sales["a"].Points.Should().Equal(new SalePoint(All(20), new TokenCounts(0, 0, 100, 0), 1), new SalePoint(All(10), new TokenCounts(0, 0, 12, 0), 2));
        ReceiptLine.From(Samples.Receipt(1, 1).Receipt, Samples.Bytes(1)).Sale.Should().Be(new ReceiptSale("model", Samples.Prices, new TokenCounts(1, 0, 1, 0)) { Tier = Tier.CpuTee });
    }

    [Fact]
    public void What_each_tier_sold_is_added_up_over_all_batches_of_the_day()
    {
        ReceiptLine Line(int job, Tier? tier, long pay, long bonus) => ReceiptLine.From(Samples.Receipt(job, 1).Receipt, Samples.Bytes((byte)job)) with
        {
            Pay = new Nano(pay), Bonus = new Nano(bonus), Sale = new ReceiptSale("a", All(job), new TokenCounts(1, 2, 3, 4)) { Tier = tier },
        };
        SettledSales Sales(uint seqno, double hours, params ReceiptLine[] lines) => SettledSales.Of(0, seqno, Samples.Now.AddHours(hours), lines)["a"];

        var price = ReferencePrice.Empty
            .Add(Sales(1, 0, Line(1, Tier.Open, 100, 0)))
            .Add(Sales(2, 5, Line(2, Tier.CpuTee, 50, 5), Line(3, null, 7, 0), Line(4, Tier.CpuTee, 10, 0)))
            .Add(Sales(3, 6, Line(5, Tier.CpuTee, 1, 0)))
            .Add(Batch(4, 6, Sold(10, 1)));

        price.At(Samples.Now.AddHours(6))!.Volumes.Should().Equal(
            new TierVolume(null, new TokenCounts(1, 2, 3, 4), new Nano(7), 1),
            new TierVolume(Tier.Open, new TokenCounts(1, 2, 3, 4), new Nano(100), 1),
            new TierVolume(Tier.CpuTee, new TokenCounts(3, 6, 9, 12), new Nano(56), 3));
        price.At(Samples.Now.AddHours(24))!.Volumes.Should().HaveCount(2, "the first batch is a day old");
    }
}
