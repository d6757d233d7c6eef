using Cocoon.Core;
using Cocoon.Core.Receipts;

namespace Cocoon.Grains.Tests;

/// <summary>From voucher to confirmed batch, through the real grains and a chain that fails.</summary>
[Collection(GrainCollection.Name)]
public sealed class SettlementGrainTests(GrainHost host)
{
    [Fact]
    public async Task Forged_vouchers_are_refused_and_good_ones_are_kept()
    {
        var channel = await host.OpenChannel(10_000);
        await host.Earn(channel);

        var forging = () => host.Grains.Channel(channel).AcceptVoucher(host.Voucher(channel, 18, 1, forged: true));

        (await forging.Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.VoucherForged);
        (await host.Grains.Channel(channel).NewestVoucher()).Should().BeNull();
        await host.Grains.Channel(channel).AcceptVoucher(host.Voucher(channel, 18, 1));
        (await host.Grains.Channel(channel).NewestVoucher())!.Voucher.Amount.Value.Should().Be(18);
    }

    [Fact]
    public async Task A_batch_is_paid_exactly_once_through_outages_and_lost_replies()
    {
        var channel = await host.OpenChannel(10_000);
        var receipt = await host.Earn(channel);
        await host.Grains.Channel(channel).AcceptVoucher(host.Voucher(channel, receipt.Receipt.Charge.Value, 1));
        await host.Grains.Channel(channel).Push();
        var paidBefore = host.Chain.Paid.GetValueOrDefault(host.Provider);

        var seqno = await host.Grains.Settlement(0).Settle();
        host.Chain.LostReplies = 2;
        host.Chain.Outages = 3;

        seqno.Should().NotBeNull();
        await GrainHost.Eventually(async () => (await host.Grains.Settlement(0).View()).NextSeqno > seqno);
        var batch = (await host.Grains.Batch(0, seqno!.Value).View())!;
        batch.Receipts.Should().ContainSingle(line => line.Hash == receipt.Receipt.Hash());
        (host.Chain.Paid[host.Provider] - paidBefore).Should().Be(batch.PayoutTotal);
        var proof = await host.Grains.Batch(0, seqno.Value).Proof(receipt.Receipt.Hash());
        proof!.IsValid.Should().BeTrue();
        (await host.Grains.Batch(0, seqno.Value).Proof(GrainHost.Bytes(99))).Should().BeNull();
    }

    [Fact]
    public async Task Receipts_without_a_voucher_stay_in_the_channel()
    {
        var channel = await host.OpenChannel(10_000);
        await host.Earn(channel);

        var view = await host.Grains.Channel(channel).Push();

        view.Unsettled.Should().Be(1);
    }

    [Fact]
    public async Task A_provider_with_an_unknown_model_or_evidence_of_another_key_is_turned_away()
    {
        var stranger = host.Grains.Provider(GrainHost.Address(200));

        var joining = () => stranger.Register([1, 2, 3], [new("model", GrainHost.Bytes(4), "q", 10, GrainHost.Prices, 1, "")]);

        (await joining.Should().ThrowAsync<RefusedException>()).Which.Message.Should().Contain("Malformed");
        (await FluentActions.Awaiting(() => stranger.Announce()).Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.ProviderUnknown);
    }
}
