using Cocoon.Core;
using Cocoon.Core.Audits;
using Cocoon.Core.Receipts;

namespace Cocoon.Grains.Tests.Audits;

/// <summary>Audits through the real grains, with the engine and the model that ship.</summary>
public sealed class AuditTests(AuditHost host) : IClassFixture<AuditHost>
{
    [Theory]
    [InlineData(""","temperature":0""")]
    [InlineData(""","temperature":1,"seed":7,"n":2""")]
    [InlineData(""","temperature":0,"cocoon":{"written":[300,301,302]}""")]
    public async Task An_honest_provider_passes(string fields)
    {
        await host.Announce();
        var receipt = (await host.Ask(cheats: false, fields)).Receipt;

        (await host.Outcome(receipt.Job)).Should().Be(AuditOutcome.Matches);
        await IsJudged(receipt.Provider.Raw, receipt, JudgementKind.Passed);
        (await host.Market.Grains.Dispute(receipt.Job).View()).Phase.Should().Be(DisputePhase.None);
    }

    [Fact]
    public async Task A_provider_that_leaves_a_layer_out_is_found_out_and_slashed_to_the_end()
    {
        await host.Announce();
        var receipt = (await host.Ask(cheats: true, ""","temperature":0""")).Receipt;

        (await host.Outcome(receipt.Job)).Should().Be(AuditOutcome.Differs);
        await IsJudged(receipt.Provider.Raw, receipt, JudgementKind.Cheated);
        await GrainHost.Eventually(() => Task.FromResult(host.Slasher.IsAnnounced));
        var dispute = await host.Market.Grains.Dispute(receipt.Job).View();
        dispute.Verdict.Should().Be(DisputeVerdict.Upheld);
        new[] { dispute.First!.Finding.Auditor, dispute.Third!.Finding.Auditor }.Should().BeEquivalentTo(host.Others.Select(machine => machine.Wallet));
        dispute.Slash!.Evidence.Should().Be(AuditEncoding.Evidence(receipt.Hash(), dispute.Statement, [dispute.First, dispute.Third]));

        var grain = host.Market.Grains.Dispute(receipt.Job).AsReference<IRemindable>();
        for (var tick = 0; tick < 3; tick++) await grain.ReceiveReminder("decide", default);

        (await host.Market.Grains.Dispute(receipt.Job).View()).Should().Match<DisputeState>(state => state.Phase == DisputePhase.Closed && state.SlashOutcome == SlashOutcome.Executed);
        host.Slasher.Signed.Select(order => (order.Says, order.Amount)).Should().Equal(
            [(SlashMessage.Announce, Core.Money.Nano.FromTon(1)), (SlashMessage.Execute, Core.Money.Nano.FromTon(1))], "that is the least that is worth a transaction, and each is sent once");
    }

    [Fact]
    public async Task A_provider_that_hands_nothing_over_is_judged_for_it()
    {
        await host.Announce();
        host.Calls.InsteadOfDisclosing = new RefusedException(RefusalCode.JobUnknown, "What job?");
        try
        {
            var receipt = (await host.Ask(cheats: true, ""","temperature":0""")).Receipt;

            (await host.Outcome(receipt.Job)).Should().Be(AuditOutcome.RecordMissing);
            await IsJudged(receipt.Provider.Raw, receipt, JudgementKind.Silent);
        }
        finally
        {
            host.Calls.InsteadOfDisclosing = null;
        }
    }

    [Fact]
    public async Task A_machine_that_the_caller_keeps_out_does_not_read_it_as_an_auditor_either()
    {
        await host.Announce();
        var receipt = (await host.Ask(cheats: false, $$$""","temperature":0,"cocoon":{"providers":{"deny":["{{{host.Others[0].Wallet.Raw}}}","{{{host.Others[1].Wallet.Raw}}}"]}}""")).Receipt;

        (await host.Outcome(receipt.Job)).Should().Be(AuditOutcome.NoAuditor);
    }

    private Task IsJudged(string provider, Receipt receipt, JudgementKind kind) => GrainHost.Eventually(() => Task.FromResult(
        host.Calls.Judged.Contains((provider, new Judgement(receipt.Job, receipt.Model, kind)))));
}
