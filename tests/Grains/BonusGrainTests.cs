namespace Cocoon.Grains.Tests;

/// <summary>A bonus on its way from the registry's rules to the provider's wallet, on whichever runtime this build has.</summary>
[Collection(GrainCollection.Name)]
public sealed class BonusGrainTests(GrainHost host)
{
    [Fact]
    public async Task The_only_provider_of_a_model_is_leased_with_a_bonus_that_is_signed_for_and_paid_out_of_the_fee()
    {
        // From here on the twin knows that it is alone.
        await host.Grains.Provider(host.Provider).Announce();
        var channel = await host.OpenChannel(100_000);
        var before = await host.Grains.Settlement(0).View();

        var (id, tokens) = await host.Run(host.Spec(channel, maxTokens: 100), "tokens 50");
        await foreach (var _ in tokens) { }

        var job = await host.Grains.Job(id).View();
        var receipt = job.Receipt!.Receipt;
        (job.Lease!.BonusBps, receipt.BonusBps).Should().Be((300, 300), "it is early and the model is cold");
        (receipt.Charge.Value, receipt.ProviderPay.Value, receipt.Fee.Value, receipt.Bonus.Value).Should().Be((509, 484, 25, 15));

        await host.Grains.Channel(channel).AcceptVoucher(host.Voucher(channel, 509, 1));
        await host.Grains.Channel(channel).Push();

        var after = await host.Grains.Settlement(0).View();
        (after.Accepted - before.Accepted).Value.Should().Be(484 + 15);
        (after.Fees - before.Fees).Value.Should().Be(25 - 15);
        (after.Bonuses - before.Bonuses).Value.Should().Be(15);
    }
}
