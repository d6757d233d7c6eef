using Cocoon.Attestation.Evidence;
using Cocoon.Core;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Receipts;
using Cocoon.Grains.Inference;

namespace Cocoon.Grains.Tests;

/// <summary>The main job through the real grains, on whichever runtime this build has.</summary>
[Collection(GrainCollection.Name)]
public sealed class JobGrainTests(GrainHost host)
{
    [Fact]
    public async Task A_job_streams_its_tokens_and_charges_exactly_those()
    {
        var channel = await host.OpenChannel(10_000);
        var (id, tokens) = await host.Run(host.Spec(channel), "tokens 4");

        var chunks = await All(tokens);

        string.Concat(chunks.Select(chunk => chunk.Text)).Should().Be("t0 t1 t2 t3 ");
        var outcome = chunks[^1].Outcome!;
        outcome.Tokens.Completion.Should().Be(4);
        outcome.Bill!.Receipt.Receipt.Charge.Value.Should().Be(8 + 40);
        var view = await host.Grains.Channel(channel).View();
        (view.Charged.Value, view.Held.Value, view.ReceiptCount).Should().Be((48, 0, 1));
        (await host.Grains.Job(id).View()).Status.Should().Be(JobStatus.Receipted);
        await AllSlotsAreFree();
    }

    [Fact]
    public async Task A_hang_up_charges_what_was_delivered()
    {
        var channel = await host.OpenChannel(10_000);
        var (id, tokens) = await host.Run(host.Spec(channel), "hang 3");

        await using (var reader = tokens.GetAsyncEnumerator())
            for (var i = 0; i < 3; i++) (await reader.MoveNextAsync()).Should().BeTrue();

        await GrainHost.Eventually(async () => (await host.Grains.Job(id).View()).IsFinal);
        var receipt = (await host.Grains.Job(id).View()).Receipt!.Receipt;
        (receipt.Ending, receipt.Tokens.Completion).Should().Be((JobEnding.Cancelled, 3L));
        (await host.Grains.Channel(channel).View()).Held.IsZero.Should().BeTrue();
    }

    [Fact]
    public async Task A_hang_up_before_the_first_token_costs_nothing_as_the_slower_of_two_asked()
    {
        var channel = await host.OpenChannel(10_000);
        var (id, lease, message, opener) = await host.Start(host.Spec(channel), $$"""{"model":"{{GrainHost.Model}}","messages":[{"role":"user","content":"hang 0"}]}""");
        using var keys = opener;
        using var hangUp = new CancellationTokenSource();
        var answer = host.Grains.Inference(host.Provider).Answer(id, lease.Epoch, message, hangUp.Token).GetAsyncEnumerator(hangUp.Token);
        var first = answer.MoveNextAsync();
        await GrainHost.Eventually(async () => (await host.Grains.Job(id).View()).Status == JobStatus.Running);

        await hangUp.CancelAsync();
        await FluentActions.Awaiting(async () => await first).Should().ThrowAsync<OperationCanceledException>();
        await answer.DisposeAsync();

        await GrainHost.Eventually(async () => (await host.Grains.Job(id).View()).IsFinal);
        var view = await host.Grains.Channel(channel).View();
        (view.Charged.Value, view.Held.Value, view.ReceiptCount).Should().Be((0, 0, 0));
        await AllSlotsAreFree();
    }

    [Fact]
    public async Task A_failure_before_the_first_token_costs_nothing_and_tells_no_secret()
    {
        var channel = await host.OpenChannel(10_000);
        var (id, tokens) = await host.Run(host.Spec(channel), "fail 0");

        var failure = (await FluentActions.Awaiting(() => All(tokens)).Should().ThrowAsync<RefusedException>()).Which;

        failure.Code.Should().Be(RefusalCode.EngineFailed);
        failure.Message.Should().NotContain("secret");
        var view = await host.Grains.Channel(channel).View();
        (view.Charged.Value, view.Held.Value).Should().Be((0, 0));
        (await host.Grains.Job(id).View()).Status.Should().Be(JobStatus.Failed);
    }

    [Fact]
    public async Task A_failure_in_the_middle_charges_what_was_delivered()
    {
        var channel = await host.OpenChannel(10_000);
        var (_, tokens) = await host.Run(host.Spec(channel), "fail 2");

        var outcome = (await All(tokens))[^1].Outcome!;

        outcome.Failure!.Code.Should().Be(RefusalCode.EngineFailed);
        (outcome.Ending, outcome.Bill!.Receipt.Receipt.Tokens.Completion).Should().Be((JobEnding.Interrupted, 2L));
    }

    [Fact]
    public async Task A_deadline_ends_the_answer_says_so_and_charges_what_was_delivered()
    {
        var channel = await host.OpenChannel(10_000);
        var (_, tokens) = await host.Run(host.Spec(channel, seconds: 3), "hang 2");

        var outcome = (await All(tokens))[^1].Outcome!;

        outcome.Failure!.Code.Should().Be(RefusalCode.DeadlinePassed);
        (outcome.Ending, outcome.Bill!.Receipt.Receipt.Tokens.Completion).Should().Be((JobEnding.Interrupted, 2L));
    }

    [Fact]
    public async Task A_prompt_beyond_what_was_held_for_is_refused()
    {
        var channel = await host.OpenChannel(10_000);
        var (_, tokens) = await host.Run(host.Spec(channel, promptTokens: 3), "tokens 4");

        (await FluentActions.Awaiting(() => All(tokens)).Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.RequestRefused);
        (await host.Grains.Channel(channel).View()).Held.IsZero.Should().BeTrue();
    }

    [Fact]
    public async Task A_lease_can_be_used_once()
    {
        var channel = await host.OpenChannel(10_000);
        var (id, tokens) = await host.Run(host.Spec(channel), "tokens 1");
        await All(tokens);

        var again = host.Grains.Inference(host.Provider).Run(id, (await host.Grains.Job(id).View()).Lease!.Epoch, []).WithBatchSize(1).GetAsyncEnumerator();

        (await FluentActions.Awaiting(async () => await again.MoveNextAsync()).Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.JobEnded);
    }

    [Fact]
    public async Task A_receipt_signed_by_another_enclave_is_refused()
    {
        var channel = await host.OpenChannel(10_000);
        var id = host.NewJob();
        var lease = await host.Grains.Job(id).Start(host.Spec(channel), await host.Candidates());
        var order = await host.Grains.Job(id).Begin(lease.Epoch);
        var tokens = new Core.Pricing.TokenCounts(1, 0, 1, 0);
        var receipt = new Receipt(id, host.Client, channel, host.Provider, GrainHost.Model, lease.WeightHash, tokens, lease.Prices, lease.Prices.Charge(tokens), lease.FeeBps,
            GrainHost.Bytes(1), GrainHost.Bytes(2), lease.Appraisal.Tier, lease.Appraisal.Hash, JobEnding.Stop, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow);

        var completing = () => host.Grains.Job(id).Complete(new ProviderReceipt(receipt, order.Lease.Appraisal.EnclaveKey, new HexBytes(new byte[64])));

        (await completing.Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.ReceiptForged);
        await host.Grains.Job(id).Fail(new Refusal(RefusalCode.EngineFailed, "test over"));
    }

    [Fact]
    public async Task Without_money_nothing_is_leased()
    {
        var channel = await host.OpenChannel(150);

        var running = () => host.Run(host.Spec(channel), "tokens 1");

        (await running.Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.InsufficientBalance);
        (await host.Grains.Channel(channel).View()).Held.IsZero.Should().BeTrue();
    }

    [Fact]
    public async Task Thirty_jobs_at_once_leave_exact_books()
    {
        var channel = await host.OpenChannel(100_000);
        var spec = host.Spec(channel);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 30).Select(async i =>
        {
            try
            {
                var (_, tokens) = await host.Run(spec, $"tokens {i % 5 + 1}");
                return (await All(tokens))[^1].Outcome!.Bill!.Receipt.Receipt.Charge.Value;
            }
            catch (RefusedException busy) when (busy.Code == RefusalCode.ProviderBusy)
            {
                return 0;
            }
        }));

        var view = await host.Grains.Channel(channel).View();
        view.Charged.Value.Should().Be(outcomes.Sum());
        view.Held.IsZero.Should().BeTrue("a job that found no slot holds nothing");
        view.ReceiptCount.Should().Be(outcomes.Count(charge => charge > 0));
        await AllSlotsAreFree();
    }

    [Fact]
    public async Task A_job_that_has_not_begun_can_be_given_back_and_one_that_runs_cannot()
    {
        var channel = await host.OpenChannel(10_000);
        var id = host.NewJob();
        await host.Grains.Job(id).Start(host.Spec(channel), await host.Candidates());

        await host.Grains.Job(id).GiveBack();

        (await host.Grains.Job(id).View()).Status.Should().Be(JobStatus.Failed);
        (await host.Grains.Channel(channel).View()).Held.IsZero.Should().BeTrue();
        var (running, tokens) = await host.Run(host.Spec(channel), "hang 1");
        await using var reader = tokens.GetAsyncEnumerator();
        await reader.MoveNextAsync();
        (await FluentActions.Awaiting(() => host.Grains.Job(running).GiveBack()).Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.JobNotReady);
    }

    [Fact]
    public async Task A_machine_answers_a_challenge_with_evidence_of_the_same_keys()
    {
        var nonce = GrainHost.Bytes(77);

        var proof = EvidenceBundle.TryDecode(await host.Grains.Inference(host.Provider).Prove(nonce.ToArray()))!;

        proof.Nonce.Should().Be(nonce);
        proof.Claims.Should().Be(EvidenceBundle.TryDecode(await host.Grains.Provider(host.Provider).Evidence())!.Claims);
        (await FluentActions.Awaiting(() => host.Grains.Inference(host.Provider).Prove([1])).Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.RequestRefused);
    }

    /// <summary>Nobody waits for a slot to be given back.</summary>
    private Task AllSlotsAreFree() => GrainHost.Eventually(async () => (await host.Grains.Provider(host.Provider).View()).LeasesInUse == 0);

    private static async Task<List<OpenedChunk>> All(IAsyncEnumerable<OpenedChunk> tokens)
    {
        var all = new List<OpenedChunk>();
        await foreach (var chunk in tokens) all.Add(chunk);
        return all;
    }
}
