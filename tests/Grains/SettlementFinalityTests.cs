using Cocoon.Core.Money;
using Cocoon.Core.Receipts;

namespace Cocoon.Grains.Tests;

/// <summary>What is not final changes no books, and what other machines' clocks say loses no receipt; through the real grains.</summary>
[Collection(GrainCollection.Name)]
public sealed class SettlementFinalityTests(GrainHost host)
{
    [Fact]
    public async Task A_draw_is_booked_when_it_is_final_and_is_no_difference_before()
    {
        await host.EarnAndPush(await host.OpenChannel(10_000, GrainHost.SecondVault));
        var shard = host.Grains.Settlement(1);
        var (before, seqno) = (await shard.Earnings(host.Provider), (await shard.View()).NextSeqno);
        host.Chain.HoldBlocks = true;
        host.Chain.Vault(1).Draw(host.Provider, new Nano(2));

        await shard.Reconcile();
        var seen = await shard.Reconcile();

        seen.Differences.Should().BeEmpty();
        (seen.NextSeqno, (await shard.Earnings(host.Provider)).Drawn).Should().Be((seqno, before.Drawn), "a reorganisation may take it back");
        host.Chain.HoldBlocks = false;
        await GrainHost.Eventually(async () => (await shard.Reconcile()).NextSeqno == seqno + 1);
        (await shard.Earnings(host.Provider)).Drawn.Should().Be(before.Drawn + new Nano(2));
        await Settle(1);
    }

    [Fact]
    public async Task A_receipt_of_a_machine_whose_clock_is_ahead_is_found_in_an_older_batch()
    {
        var receipt = await host.EarnAndPush(await host.OpenChannel(10_000));
        var first = await Settle(0);
        await host.EarnAndPush(await host.OpenChannel(10_000));
        await Settle(0);

        var found = await host.Grains.Settlement(0).Find(receipt.Receipt.Hash(), DateTimeOffset.UtcNow.AddMinutes(30));

        found!.Batch.Should().Be(first);
    }

    private async Task<uint> Settle(int number)
    {
        var shard = host.Grains.Settlement(number);
        var seqno = (await shard.Settle())!.Value;
        await GrainHost.Eventually(async () => await shard.View() is { Open: null } view && view.NextSeqno > seqno);
        return seqno;
    }
}
