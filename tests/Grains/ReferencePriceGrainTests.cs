namespace Cocoon.Grains.Tests;

/// <summary>The reference price, from a job's receipt over its batch to the market.</summary>
[Collection(GrainCollection.Name)]
public sealed class ReferencePriceGrainTests(GrainHost host)
{
    [Fact]
    public async Task What_was_settled_makes_the_reference_price_and_is_in_the_archive()
    {
        var receipt = await host.EarnAndPush(await host.OpenChannel(10_000_000));
        uint? batch = null;
        await GrainHost.Eventually(async () => (batch ??= await host.Grains.Settlement(0).Settle()) is { } seqno && await host.Grains.Batch(0, seqno).View() is not null);

        var sold = (await host.Grains.Batch(0, batch!.Value).Sales(GrainHost.Model))!;
        await GrainHost.Eventually(async () => (await host.Grains.Market(GrainHost.Model).Reference())?.Receipts >= sold.Points.Sum(static point => point.Receipts));
        var reference = await host.Grains.Market(GrainHost.Model).Reference();

        sold.Points.Should().ContainSingle(point => point.Prices == receipt.Receipt.Prices);
        (reference!.Completion, reference.Prompt).Should().Be((GrainHost.Prices.Completion, GrainHost.Prices.Prompt));
        var volume = reference.Volumes!.Should().ContainSingle().Which;
        (volume.Tier, volume.Receipts).Should().Be((receipt.Receipt.Tier, reference.Receipts));
        volume.Pay.Should().BeGreaterThanOrEqualTo(receipt.Receipt.ProviderPay);
        (await host.Grains.Batch(0, batch.Value).Sales("another")).Should().BeNull();
    }
}
