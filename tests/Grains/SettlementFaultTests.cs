using Cocoon.Core;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Grains.Tests;

/// <summary>Reorganisations, draws by proof and differences between books and chain, through the real grains.</summary>
[Collection(GrainCollection.Name)]
public sealed class SettlementFaultTests(GrainHost host)
{
    [Fact]
    public async Task A_payout_that_is_taken_back_before_it_is_final_is_paid_again_under_the_same_seqno()
    {
        await host.EarnAndPush(await host.OpenChannel(10_000));
        var before = host.Chain.Paid.GetValueOrDefault(host.Provider);
        host.Chain.HoldBlocks = true;

        var seqno = (await host.Grains.Settlement(0).Settle())!.Value;
        await GrainHost.Eventually(async () => (await host.Grains.Settlement(0).View()).Open?.Sighting is not null);
        host.Chain.TakeBackLast(0);
        await GrainHost.Eventually(async () => (await host.Grains.Settlement(0).View()).Open is { Sighting: null } || host.Chain.Vault(0).Seqno > seqno);
        host.Chain.HoldBlocks = false;

        await Settled(0, seqno);
        var batch = (await host.Grains.Batch(0, seqno).View())!;
        (host.Chain.Paid[host.Provider] - before).Should().Be(batch.PayoutTotal, "it is paid exactly once");
    }

    [Fact]
    public async Task Two_shards_settle_side_by_side_each_under_its_own_seqno()
    {
        var first = await host.EarnAndPush(await host.OpenChannel(10_000));
        var second = await host.EarnAndPush(await host.OpenChannel(10_000, GrainHost.SecondVault));

        var seqnos = await Task.WhenAll(host.Grains.Settlement(0).Settle(), host.Grains.Settlement(1).Settle());
        await Settled(0, seqnos[0]!.Value);
        await Settled(1, seqnos[1]!.Value);

        (await host.Grains.Batch(0, seqnos[0]!.Value).View())!.Receipts.Should().ContainSingle(line => line.Hash == first.Receipt.Hash());
        (await host.Grains.Batch(1, seqnos[1]!.Value).View())!.Receipts.Should().ContainSingle(line => line.Hash == second.Receipt.Hash());
        var earnings = (await host.Grains.Provider(host.Provider).View()).Earnings;
        earnings.Accepted.Should().Be((await host.Grains.Settlement(0).Earnings(host.Provider)).Accepted + (await host.Grains.Settlement(1).Earnings(host.Provider)).Accepted);
    }

    [Fact]
    public async Task A_difference_stops_batches_of_its_shard_until_it_is_gone()
    {
        await host.EarnAndPush(await host.OpenChannel(10_000, GrainHost.SecondVault));
        host.Chain.Vault(1).Paused = true;
        var blocked = await host.Grains.Settlement(1).Reconcile();

        var settling = () => host.Grains.Settlement(1).Settle();

        blocked.Differences.Should().ContainSingle().Which.Kind.Should().Be(DifferenceKind.VaultPaused);
        (await settling.Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.SettlementBlocked);
        host.Chain.Vault(1).Paused = false;
        (await host.Grains.Settlement(1).Reconcile()).Differences.Should().BeEmpty();
        await Settled(1, (await host.Grains.Settlement(1).Settle())!.Value);
    }

    [Fact]
    public async Task What_a_provider_drew_by_proof_is_not_paid_again()
    {
        await host.EarnAndPush(await host.OpenChannel(10_000, GrainHost.SecondVault));
        var owed = await host.Grains.Settlement(1).Earnings(host.Provider);
        var seqno = host.Chain.Vault(1).Seqno;
        var before = host.Chain.Paid.GetValueOrDefault(host.Provider);
        host.Chain.Vault(1).Draw(host.Provider, new Nano(5));

        await host.Grains.Settlement(1).Reconcile();
        await Settled(1, (await host.Grains.Settlement(1).Settle())!.Value);

        (host.Chain.Paid[host.Provider] - before).Should().Be(owed.Accepted - owed.Paid - owed.Drawn - new Nano(5));
        (await host.Grains.Settlement(1).View()).NextSeqno.Should().Be(seqno + 2, "the draw used one seqno and the batch another");
    }

    [Fact]
    public async Task A_batch_overtaken_by_a_draw_goes_again_with_what_is_left()
    {
        await host.EarnAndPush(await host.OpenChannel(10_000, GrainHost.SecondVault));
        var before = host.Chain.Paid.GetValueOrDefault(host.Provider);
        host.Chain.DropPayouts = true;
        var seqno = (await host.Grains.Settlement(1).Settle())!.Value;
        await GrainHost.Eventually(async () => (await host.Grains.Settlement(1).View()).Open?.PayoutAttempt is not null);
        var owed = (await host.Grains.Settlement(1).View()).Open!.PayoutTotal;

        host.Chain.Vault(1).Draw(host.Provider, new Nano(3));
        host.Chain.DropPayouts = false;

        await Settled(1, seqno + 1);
        (host.Chain.Paid[host.Provider] - before).Should().Be(owed - new Nano(3));
    }

    [Fact]
    public async Task A_receipt_that_the_channel_has_forgotten_is_still_known_to_settlement()
    {
        var channel = await host.OpenChannel(100_000);
        var receipt = await host.EarnAndPush(channel);
        await Settled(0, (await host.Grains.Settlement(0).Settle())!.Value);

        var shard = host.Grains.Settlement(0);

        (await shard.Find(receipt.Receipt.Hash(), receipt.Receipt.EndedAt))!.Batch.Should().NotBeNull();
        // The channel remembers so many released holds; after as many others it has forgotten this one.
        var books = host.Grains.Channel(channel);
        await Task.WhenAll(Enumerable.Range(0, Core.Channels.Channel.EndedKept).Select(_ => books.Void(host.NewJob())));
        (await books.Post(receipt)).Charged.Should().Be(receipt.Receipt.Charge, "a late repeat has no effect and is no error");
        (await shard.Find(GrainHost.Bytes(200), receipt.Receipt.EndedAt)).Should().BeNull();
    }

    private Task Settled(int shard, uint seqno) =>
        GrainHost.Eventually(async () => (await host.Grains.Settlement(shard).View()) is { Open: null } view && view.NextSeqno > seqno);
}
