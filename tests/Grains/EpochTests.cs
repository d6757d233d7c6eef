using Cocoon.Core.Reputation;

namespace Cocoon.Grains.Tests;

/// <summary>Reputations of all offers, closed into one hash that goes on chain.</summary>
[Collection(GrainCollection.Name)]
public sealed class EpochTests(GrainHost host)
{
    [Fact]
    public async Task An_epoch_goes_on_chain_beside_a_batch_and_proves_a_provider_s_score()
    {
        await host.EarnAndPush(await host.OpenChannel(10_000));
        await host.Grains.Provider(host.Provider).Announce();
        host.Chain.Outages = 2;
        host.Chain.LostReplies = 1;

        var closed = await host.Grains.Epochs().Close();
        await GrainHost.Eventually(Settles);

        Epoch? anchored = null;
        await GrainHost.Eventually(async () => (anchored = (await host.Grains.Epochs().Epochs()).Find(epoch => epoch.Number == closed.Number)) is { Transaction.IsEmpty: false });
        host.Chain.Comments.Should().Contain($"cocoon reputation {closed.Number} {closed.Root}", closed.Root);
        await GrainHost.Eventually(async () => (await host.Grains.Settlement(0).View()).Open is null);

        var proven = await host.Grains.Epochs().Prove(host.Provider);
        proven!.Epoch.Should().BeEquivalentTo(anchored);
        var proof = proven.Proofs.Should().ContainSingle().Subject;
        (proof.Line.Model, proof.Line.Score).Should().Be((GrainHost.Model, (await host.Candidates()).Single().Reputation!.Value));
        proof.IsValid().Should().BeTrue();
        (await host.Grains.Epochs().Prove(GrainHost.Address(99))).Should().BeNull();
    }

    /// <summary>Whether the chain was there to settle on; whoever asks it first runs into its outages.</summary>
    private async Task<bool> Settles()
    {
        try
        {
            await host.Grains.Settlement(0).Settle();
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
