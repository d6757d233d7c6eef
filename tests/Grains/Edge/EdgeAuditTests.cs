using Cocoon.Core;
using Cocoon.Core.Audits;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Grains.Tests.Audits;

namespace Cocoon.Grains.Tests.Edge;

/// <summary>A machine that dialled out is audited as a silo is: what it served goes over its line, sealed to the auditor.</summary>
public sealed class EdgeAuditTests(AuditHost host) : IClassFixture<AuditHost>
{
    private const string Deterministic = ""","temperature":0""";

    [Fact]
    public async Task An_honest_machine_passes()
    {
        await using var machine = await Started(41, cheats: false);
        var receipt = (await host.Ask(machine.Wallet, Deterministic)).Receipt;

        (await host.Outcome(receipt.Job)).Should().Be(AuditOutcome.Matches);
        await IsJudged(machine, receipt, JudgementKind.Passed);
    }

    [Fact]
    public async Task One_that_leaves_a_layer_out_gives_its_word_twice_and_is_found_out()
    {
        await using var machine = await Started(42, cheats: true);
        var receipt = (await host.Ask(machine.Wallet, Deterministic)).Receipt;

        (await host.Outcome(receipt.Job)).Should().Be(AuditOutcome.Differs);
        await IsJudged(machine, receipt, JudgementKind.Cheated);
        var dispute = await host.Market.Grains.Dispute(receipt.Job).View();
        (dispute.IsEdge, dispute.Verdict, dispute.Statement!.EnclaveKey).Should().Be((true, DisputeVerdict.Upheld, machine.Enclave.Claims.ReceiptKey));
        // The silo's own machine is honest and may be one of the two.
        dispute.Third!.Finding.Auditor.Should().NotBe(dispute.First!.Finding.Auditor).And.NotBe(machine.Wallet);
    }

    [Fact]
    public async Task An_answer_that_the_reader_left_is_compared_as_far_as_it_arrived()
    {
        await using var machine = await Started(43, cheats: false);
        var spec = host.Market.Spec(await host.Market.OpenChannel(100_000), promptTokens: 100, maxTokens: 24) with { IsDeterministic = true };
        var (job, tokens) = await host.Market.RunBody(spec, $$"""{"model":"{{GrainHost.Model}}","messages":[{"role":"user","content":"What is a cocoon?"}]{{Deterministic}}}""", machine.Wallet);
        await using (var reader = tokens.GetAsyncEnumerator())
        {
            (await reader.MoveNextAsync()).Should().BeTrue();
            // By now the machine holds the rest, and offers it.
            await GrainHost.Eventually(() => Task.FromResult(((SubstitutedEngine)machine.Enclave.Model(GrainHost.Model)!.Engine).Ended == 1));
        }

        (await host.Outcome(job)).Should().Be(AuditOutcome.Matches, "what the engine was ahead of the reader is in neither receipt nor record");
        (await host.Market.Grains.Job(job).View()).Receipt!.Receipt.Should().Match<Receipt>(receipt => receipt.Ending == JobEnding.Cancelled && receipt.Tokens.Completion == 1);
    }

    [Fact]
    public async Task A_machine_that_hands_nothing_over_is_silent()
    {
        await using var machine = await Started(44, cheats: false);
        var receipt = (await host.Ask(machine.Wallet, Deterministic, isDeterministic: false)).Receipt;
        machine.Enclave.Served.Dispose();

        await host.Market.Grains.AuditLane(receipt.Job).Audit(new Grains.Audits.AuditCase(new SignedReceipt(receipt, machine.Enclave.Claims.ReceiptKey, default, default, default), 24) { IsEdge = true });

        (await host.Outcome(receipt.Job)).Should().Be(AuditOutcome.RecordMissing);
        await IsJudged(machine, receipt, JudgementKind.Silent);
    }

    [Fact]
    public async Task What_an_open_machine_served_goes_to_no_machine_that_satisfies_less()
    {
        await using var machine = await Started(45, cheats: false, hasTee: false);
        var receipt = (await host.Ask(machine.Wallet, Deterministic, leastTier: Tier.Open)).Receipt;

        (await host.Outcome(receipt.Job)).Should().Be(AuditOutcome.NoAuditor, "all others are simulated here, which is less than open");
    }

    [Fact]
    public async Task Nothing_is_audited_by_a_machine_that_dialled_out()
    {
        await using var machine = await Started(46, cheats: false);
        var receipt = (await host.Ask(cheats: false, $$$""","temperature":0,"cocoon":{"providers":{"allow":["{{{host.Market.Provider.Raw}}}","{{{machine.Wallet.Raw}}}"]}}""")).Receipt;

        (await host.Outcome(receipt.Job)).Should().Be(AuditOutcome.NoAuditor, "the caller lets nobody else read it");
    }

    [Fact]
    public async Task A_reader_who_leaves_takes_no_order_for_the_record_with_him()
    {
        await using var machine = new EdgeMachine(host.Market, 48, TinyJane.Open(), host.Rules, hasTee: true);
        var connection = await machine.Connect(host.Weights);
        var spec = host.Market.Spec(await host.Market.OpenChannel(100_000));
        using var hangUp = new CancellationTokenSource();
        var (job, tokens) = await host.Market.RunBody(spec, $$"""{"model":"{{GrainHost.Model}}","messages":[{"role":"user","content":"What?"}]}""", machine.Wallet);
        await using var reader = tokens.GetAsyncEnumerator(hangUp.Token);
        var first = reader.MoveNextAsync().AsTask();
        var disclosing = host.Market.Grains.Inference(machine.Wallet, isEdge: true).Disclose(job, host.Others[0].Wallet, await host.Others[0].Evidence());

        hangUp.Cancel();
        await FluentActions.Awaiting(() => first).Should().ThrowAsync<OperationCanceledException>();
        var order = (await machine.Grain.Work(connection, 0)).Should().ContainSingle("the machine never hears of the answer").Which;
        (order.Job, order.Request, order.Auditor).Should().Be((job, null, host.Others[0].Wallet));
        await machine.Grain.Disclosed(connection, order.Number, null, new Refusal(RefusalCode.JobUnknown, "What job?"));
        (await FluentActions.Awaiting(() => disclosing).Should().ThrowAsync<RefusedException>()).Which.Message.Should().Be("What job?");
        await machine.Grain.Leave(connection);
    }

    [Fact]
    public async Task Only_who_is_connected_answers_for_a_record()
    {
        await using var machine = await Started(47, cheats: false);

        var call = () => machine.Grain.Disclosed([1, 2, 3], 1, null, new Refusal(RefusalCode.CallNotAllowed, "not mine"));

        (await call.Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.CallNotAllowed);
    }

    /// <summary>A machine on the market, with the two auditors beside it.</summary>
    private async Task<EdgeMachine> Started(byte number, bool cheats, bool hasTee = true)
    {
        await host.Announce();
        var machine = new EdgeMachine(host.Market, number, new SubstitutedEngine(TinyJane.Open(), TinyJane.OpenWithoutALayer()) { Cheats = cheats }, host.Rules, hasTee);
        await machine.Start();
        return machine;
    }

    private Task IsJudged(EdgeMachine machine, Receipt receipt, JudgementKind kind) => GrainHost.Eventually(() => Task.FromResult(
        host.Calls.Judged.Contains((machine.Wallet.Raw, new Judgement(receipt.Job, receipt.Model, kind)))));
}
