using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Reputation;
using Cocoon.Core.Settlement;

namespace Cocoon.Grains.Tests;

/// <summary>A shard whose wallet cannot pay for what it has to send.</summary>
[Collection(GrainCollection.Name)]
public sealed class PoorWalletTests(GrainHost host) : IAsyncLifetime
{
    private static readonly Nano TooLittle = FakeMarketChain.MessageCost - new Nano(7);

    private readonly Nano _before = host.Chain.Balance;

    /// <summary>Nothing of other tests is on its way.</summary>
    public Task InitializeAsync() => GrainHost.Eventually(async () => (await View()).Open is null);

    public Task DisposeAsync()
    {
        host.Chain.Balance = _before;
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Claims_wait_while_the_wallet_cannot_pay_for_them_and_go_once_it_has_what_was_asked_for()
    {
        var receipt = await host.EarnAndPush(await host.OpenChannel(10_000));
        host.Chain.Balance = TooLittle;
        var signed = host.Chain.Signed;

        var seqno = 0u;
        var (leaks, _) = await host.Tap.Listen($"its wallet {GrainHost.Address(93)} holds {TooLittle}", async () =>
        {
            seqno = (await host.Grains.Settlement(0).Settle())!.Value;
            await GrainHost.Eventually(async () => (await View()).Purse is not null);
        });

        leaks.Should().Contain("the log");
        var waiting = await View();
        waiting.Purse.Should().Be(new WalletPurse(GrainHost.Address(93), TooLittle, FakeMarketChain.MessageCost, new Nano(1)));
        waiting.Open.Should().Match<Batch>(batch => batch.Seqno == seqno && batch.Status == BatchStatus.Written && batch.ClaimAttempt == null && batch.ClaimsRefused == 0);
        host.Chain.Signed.Should().Be(signed, "what was signed would have to be sent");

        host.Chain.Balance += waiting.Purse!.Missing;
        await host.Grains.Settlement(0).Settle();

        await GrainHost.Eventually(async () => (await View()) is { Open: null } view && view.NextSeqno > seqno);
        (await View()).Purse.Should().BeNull();
        (await host.Grains.Batch(0, seqno).View())!.Receipts.Should().Contain(line => line.Hash == receipt.Receipt.Hash());
        host.Chain.Signed.Should().BeGreaterThan(signed);
    }

    [Fact]
    public async Task An_anchor_waits_as_claims_do()
    {
        host.Chain.Balance = TooLittle;

        var closed = await host.Grains.Epochs().Close();
        await GrainHost.Eventually(async () => (await View()).Purse is not null);

        host.Chain.Comments.Values.Should().NotContain(closed.Root);
        host.Chain.Balance += (await View()).Purse!.Missing;
        await host.Grains.Settlement(0).Settle();
        Epoch? anchored = null;
        await GrainHost.Eventually(async () => (anchored = (await host.Grains.Epochs().Epochs()).Find(epoch => epoch.Number == closed.Number)) is { Transaction.IsEmpty: false });
        anchored!.Transaction.Should().Be(closed.Root, "the fake's comment stands for its transaction");
        await GrainHost.Eventually(async () => (await View()).Purse is null);
    }

    private Task<Settlement.SettlementView> View() => host.Grains.Settlement(0).View();
}
