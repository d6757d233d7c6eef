using Cocoon.Attestation.Evidence;
using Cocoon.Core;
using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Grains.Inference;

namespace Cocoon.Grains.Tests.Edge;

/// <summary>A machine that dialled out and is no member of the cluster sells what it has, and only to those who ask for its tier.</summary>
[Collection(GrainCollection.Name)]
public sealed class EdgeTests(GrainHost host)
{
    [Fact]
    public async Task Who_asks_for_the_open_tier_is_answered_by_a_machine_that_dialled_out()
    {
        await using var machine = new EdgeMachine(host, 21);
        await machine.Start();

        var (id, tokens) = await host.Run(Open(await host.OpenChannel(1_000_000), 100), "tokens 100");
        var chunks = await tokens.ToListAsync();

        string.Concat(chunks.Select(chunk => chunk.Text)).Should().Be(string.Concat(Enumerable.Range(0, 100).Select(i => $"t{i} ")));
        var receipt = chunks[^1].Outcome!.Bill!.Receipt.Receipt;
        (receipt.Provider, receipt.Tier, receipt.Tokens.Completion, receipt.Ending).Should().Be((machine.Wallet, Tier.Open, 100L, JobEnding.Stop));
        var job = await host.Grains.Job(id).View();
        (job.Status, job.Lease!.IsEdge).Should().Be((JobStatus.Receipted, true));
        var proof = EvidenceBundle.TryDecode(await host.Grains.Inference(job.Lease).Prove(new byte[32]))!;
        (proof.Claims, proof.Cpu.Kind).Should().Be((machine.Enclave.Claims, EvidenceKind.Open));
        (await host.Grains.Market(GrainHost.Model).Snapshot()).Single(offer => offer.Provider == machine.Wallet).IsEdge.Should().BeTrue();
        await GrainHost.Eventually(() => Task.FromResult(machine.Enclave.Running == 0));
    }

    [Fact]
    public async Task Nobody_else_gets_it_and_it_is_no_silo()
    {
        await using var machine = new EdgeMachine(host, 22);
        await machine.Start();
        var twin = host.Grains.Provider(machine.Wallet);

        foreach (var least in new[] { Tier.Simulated, Tier.CpuTee, Tier.CcGpu })
            await Refused(() => twin.Lease(new LeaseRequest(host.NewJob(), GrainHost.Model, 10, GrainHost.Prices, least, 500, DateTimeOffset.UtcNow.AddMinutes(1))), RefusalCode.TierNotMet);
        var (_, lease, _, opener) = await host.Start(host.Spec(await host.OpenChannel(10_000)), """{"model":"tiny-jane","messages":[]}""");
        opener.Dispose();
        (lease.Provider, lease.IsEdge).Should().Be((host.Provider, false), "the tier of who names none");
        await host.Grains.Job(lease.Job).GiveBack();
        await Refused(async () => await twin.Register(await machine.Evidence([]), []), RefusalCode.EvidenceRefused);
    }

    [Fact]
    public async Task Who_hangs_up_pays_what_arrived_though_more_was_made()
    {
        await using var machine = new EdgeMachine(host, 23);
        await machine.Start();
        var (id, tokens) = await host.Run(Open(await host.OpenChannel(1_000_000), 100), "hang 100");
        var arrived = 0;
        await using (var reader = tokens.GetAsyncEnumerator())
        {
            while (arrived == 0 && await reader.MoveNextAsync()) arrived++;
        }

        await GrainHost.Eventually(async () => (await host.Grains.Job(id).View()).IsFinal);
        var receipt = (await host.Grains.Job(id).View()).Receipt!.Receipt;
        (receipt.Tokens.Completion, receipt.Ending).Should().Be((1L, JobEnding.Cancelled), "the first chunk travels alone, and nobody asked for the next");
        await GrainHost.Eventually(() => Task.FromResult(machine.Enclave.Running == 0));
    }

    [Fact]
    public async Task What_the_engine_says_of_a_failure_reaches_the_reader()
    {
        await using var machine = new EdgeMachine(host, 24);
        await machine.Start();
        var (id, tokens) = await host.Run(Open(await host.OpenChannel(1_000_000)), "fail 0");

        var reading = async () => await tokens.ToListAsync();
        (await reading.Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.EngineFailed);
        (await host.Grains.Job(id).View()).Status.Should().Be(JobStatus.Failed);

        var (_, cut) = await host.Run(Open(await host.OpenChannel(1_000_000)), "fail 2");
        var outcome = (await cut.ToListAsync())[^1].Outcome!;
        (outcome.Failure!.Code, outcome.Tokens.Completion).Should().Be((RefusalCode.EngineFailed, 2L));
    }

    [Fact]
    public async Task The_newest_connection_counts_and_the_older_one_comes_back_by_itself()
    {
        await using var machine = new EdgeMachine(host, 25);
        await machine.Start();
        var (id, tokens) = await host.Run(Open(await host.OpenChannel(1_000_000)), "hang 0");
        await using var reader = tokens.GetAsyncEnumerator();
        var first = reader.MoveNextAsync().AsTask();
        await GrainHost.Eventually(() => Task.FromResult(machine.Enclave.Running == 1));

        var second = await machine.Connect();

        await Refused(() => first, RefusalCode.EngineFailed);
        (await host.Grains.Job(id).View()).Status.Should().Be(JobStatus.Failed, "nothing had arrived, so that its hold is free at once");
        (await machine.Grain.Announce(second)).Should().BeTrue();
        // The machine's own worker connects anew, which ends the second one.
        await GrainHost.Eventually(async () =>
        {
            try
            {
                await machine.Grain.Announce(second);
                return false;
            }
            catch (RefusedException refused) when (refused.Code == RefusalCode.CallNotAllowed)
            {
                return true;
            }
        });
        await GrainHost.Eventually(machine.IsOnMarket);
        var (_, again) = await host.Run(Open(await host.OpenChannel(1_000_000)), "tokens 1");
        (await again.ToListAsync())[^1].Outcome!.Tokens.Completion.Should().Be(1);
    }

    [Fact]
    public async Task A_machine_that_does_not_ask_for_work_is_off_the_market_within_seconds_and_its_readers_know()
    {
        await using var machine = new EdgeMachine(host, 26);
        await machine.Connect();
        (await machine.IsOnMarket()).Should().BeTrue();
        var (id, tokens) = await host.Run(Open(await host.OpenChannel(1_000_000)), "tokens 1");

        var reading = async () => await tokens.ToListAsync();
        (await reading.Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.EngineFailed);

        await GrainHost.Eventually(async () => !await machine.IsOnMarket());
        await GrainHost.Eventually(async () => (await host.Grains.Job(id).View()).Status == JobStatus.Failed);
        await Refused(() => host.Grains.Inference(new Lease(id, machine.Wallet, "", default, GrainHost.Prices, 0, null!, 0, default) { IsEdge = true }).Prove(new byte[32]), RefusalCode.ProviderUnknown);
    }

    [Fact]
    public async Task Only_the_wallets_own_machine_connects_and_only_who_connected_is_heard()
    {
        await using var machine = new EdgeMachine(host, 27);
        await using var stranger = new EdgeMachine(host, 28);
        var nonce = await machine.Grain.Challenge();
        await Refused(async () => await machine.Grain.Connect(await stranger.Evidence(nonce)), RefusalCode.EvidenceRefused);
        await Refused(async () => await machine.Grain.Connect(await machine.Evidence(nonce)), RefusalCode.EvidenceRefused, "a challenge is good once");
        await Refused(async () => await machine.Grain.Connect(await machine.Evidence([])), RefusalCode.EvidenceRefused, "what the market shows everybody is no proof");
        await Refused(() => machine.Grain.Connect([1, 2, 3]), RefusalCode.EvidenceRefused);

        var connection = await machine.Connect();
        var other = await stranger.Connect();
        await Refused(() => machine.Grain.Work(other, 0), RefusalCode.CallNotAllowed);
        await Refused(() => machine.Grain.Announce([]), RefusalCode.CallNotAllowed);
        await Refused(() => machine.Grain.Begin(connection, host.NewJob(), 1), RefusalCode.JobUnknown);
        await Refused(() => machine.Grain.Fail(connection, host.NewJob(), new Refusal(RefusalCode.EngineFailed, "another's")), RefusalCode.JobUnknown);
        await Refused(() => machine.Grain.Deliver(connection, host.NewJob(), 1, new SealedChunk(new byte[1 << 23], 1, null)), RefusalCode.RequestRefused);
        (await machine.Grain.Deliver(connection, host.NewJob(), 1, new SealedChunk([], 1, null))).Should().Be(Grains.Edge.EdgeWord.Stop);
        foreach (var (one, secret) in new[] { (machine, connection), (stranger, other) })
        {
            await one.Grain.Leave(secret);
            await GrainHost.Eventually(async () => !await one.IsOnMarket());
        }
    }

    private JobSpec Open(Core.Accounts.AccountAddress channel, int maxTokens = 10) => host.Spec(channel, maxTokens: maxTokens) with { LeastTier = Tier.Open };

    private static async Task Refused(Func<Task> call, RefusalCode code, string because = "") =>
        (await call.Should().ThrowAsync<RefusedException>(because)).Which.Code.Should().Be(code);
}
