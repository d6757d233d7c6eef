using Cocoon.Core;
using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Providers;
using Cocoon.Core.Quotes;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;

namespace Cocoon.Grains.Tests.Audits;

/// <summary>A model that one provider alone offers is audited by the market's own machines, which sell nothing.</summary>
public sealed class LoneProviderTests(LoneProviderHost host) : IClassFixture<LoneProviderHost>
{
    [Fact]
    public async Task An_honest_provider_that_is_alone_passes()
    {
        await host.Announce();
        var receipt = (await host.Ask(cheats: false, ""","temperature":0""")).Receipt;

        (await host.Outcome(receipt.Job)).Should().Be(AuditOutcome.Matches);
        await GrainHost.Eventually(() => Task.FromResult(host.Calls.Judged.Contains((receipt.Provider.Raw, new Judgement(receipt.Job, receipt.Model, JudgementKind.Passed)))));
        host.Calls.Audited.Where(audited => audited.Job == receipt.Job).Should().ContainSingle().Which.Auditor.Should().BeOneOf(host.Others.Select(static machine => machine.Wallet.Raw));
    }

    [Fact]
    public async Task One_that_leaves_a_layer_out_is_found_out_by_two_of_the_markets_machines()
    {
        await host.Announce();
        var receipt = (await host.Ask(cheats: true, ""","temperature":0""")).Receipt;

        (await host.Outcome(receipt.Job)).Should().Be(AuditOutcome.Differs);
        await GrainHost.Eventually(async () => (await host.Market.Grains.Dispute(receipt.Job).View()).Verdict == DisputeVerdict.Upheld);
        var dispute = await host.Market.Grains.Dispute(receipt.Job).View();
        new[] { dispute.First!.Finding.Auditor, dispute.Third!.Finding.Auditor }.Should().BeEquivalentTo(host.Others.Select(static machine => machine.Wallet), "the third machine is another one than the first");
        await GrainHost.Eventually(() => Task.FromResult(host.Calls.Judged.Contains((receipt.Provider.Raw, new Judgement(receipt.Job, receipt.Model, JudgementKind.Cheated)))));
    }

    [Fact]
    public async Task Who_gives_its_word_is_not_silent_though_there_is_no_third_machine()
    {
        await host.Announce();
        var receipt = (await host.Ask(cheats: true, $$$""","temperature":0,"cocoon":{"providers":{"deny":["{{{host.Others[1].Wallet.Raw}}}"]}}""")).Receipt;

        (await host.Outcome(receipt.Job)).Should().Be(AuditOutcome.Differs);
        await GrainHost.Eventually(async () => (await host.Market.Grains.Dispute(receipt.Job).View()).Statement is not null);
        var dispute = await host.Market.Grains.Dispute(receipt.Job).View();
        (dispute.Phase, dispute.Third, dispute.Statement!.Statement.Receipt).Should().Be((DisputePhase.Opened, null, receipt.Hash()));
    }

    [Fact]
    public async Task A_machine_that_the_market_does_not_name_is_not_asked()
    {
        await host.Announce();
        await host.Announce(host.Stranger, auditsOnly: true);
        var receipt = (await host.Ask(cheats: false, $$$""","temperature":0,"cocoon":{"providers":{"deny":["{{{host.Others[0].Wallet.Raw}}}","{{{host.Others[1].Wallet.Raw}}}"]}}""")).Receipt;

        (await host.Outcome(receipt.Job)).Should().Be(AuditOutcome.NoAuditor, "the caller keeps both of the market's out");
        host.Calls.Audited.Should().NotContain(audited => audited.Job == receipt.Job);
    }

    [Fact]
    public async Task A_provider_goes_before_the_markets_own_machines()
    {
        await host.Announce();
        await host.Announce(host.Stranger, auditsOnly: false);
        try
        {
            var receipt = (await host.Ask(cheats: false, ""","temperature":0""")).Receipt;

            (await host.Outcome(receipt.Job)).Should().Be(AuditOutcome.Matches);
            host.Calls.Audited.Where(audited => audited.Job == receipt.Job).Should().ContainSingle().Which.Auditor.Should().Be(host.Stranger.Wallet.Raw);
        }
        finally
        {
            await host.Market.Grains.Provider(host.Stranger.Wallet).Drain(true);
        }
    }

    [Fact]
    public async Task No_job_comes_to_the_markets_own_machines()
    {
        await host.Announce();
        var grains = host.Market.Grains;
        var (auditor, channel) = (host.Others[0].Wallet, await host.Market.OpenChannel(10_000));

        (await grains.Market(GrainHost.Model).Snapshot()).Select(static offer => offer.Provider).Should().Equal(host.Market.Provider);
        (await grains.Market(GrainHost.Model).Count()).Should().Be(1, "bonuses of a model that one alone offers are not lost to auditors");
        // Callers choose among what routers hear of; one that says otherwise is refused by the twin.
        var spec = host.Market.Spec(channel);
        var forged = new RoutableOffer(auditor, new Offer(GrainHost.Model, host.Weights, "bf16", 512, GrainHost.Prices, 4, "there"), Tier.Simulated, 0, DateTimeOffset.MaxValue);
        (await FluentActions.Awaiting(() => grains.Job(host.Market.NewJob()).Start(spec, [forged])).Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.NoOffer);
        var quote = new QuoteRequest(host.Market.Client, GrainHost.Model, 20, 10, Tier.Simulated, JobClass.Interactive, new HexBytes(new byte[QuoteId.NonceLength]));
        (await FluentActions.Awaiting(() => grains.Provider(auditor).Quote(quote)).Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.NoOffer);
    }
}
