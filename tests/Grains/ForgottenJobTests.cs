using Cocoon.Core;
using Cocoon.Core.Jobs;
using Cocoon.Grains.Jobs;

namespace Cocoon.Grains.Tests;

/// <summary>A job is in its grain's memory until it ends (ADR 0012): what becomes of it when the grain loses that.</summary>
[Collection(GrainCollection.Name)]
public sealed class ForgottenJobTests(GrainHost host)
{
    [Fact]
    public async Task A_job_forgotten_while_it_runs_is_charged_by_the_order_in_its_providers_hands()
    {
        var channel = await host.OpenChannel(10_000);
        var (id, tokens) = await host.Run(host.Spec(channel), "tokens 3");
        host.Amnesia.After(id.ToString(), nameof(IJobGrain.Begin));
        host.Amnesia.After(id.ToString(), nameof(IJobGrain.Complete));

        OpenedChunk? last = null;
        await foreach (var chunk in tokens) last = chunk;

        var bill = last!.Outcome!.Bill!;
        bill.Receipt.Receipt.Tokens.Completion.Should().Be(3);
        (await host.Grains.Channel(channel).View()).Charged.Should().Be(bill.Receipt.Receipt.Charge);
        var job = await host.Grains.Job(id).View();
        (job.Status, job.Receipt!.Receipt).Should().Be((JobStatus.Receipted, bill.Receipt.Receipt), "a grain that comes up anew asks the channel whether it is charged");
    }

    [Fact]
    public async Task A_job_forgotten_before_it_began_never_begins_and_its_id_leases_nothing_else()
    {
        var channel = await host.OpenChannel(10_000);
        var (spec, id) = (host.Spec(channel), host.NewJob());
        host.Amnesia.After(id.ToString(), nameof(IJobGrain.Start));
        var lease = await host.Grains.Job(id).Start(spec, await host.Candidates());

        var beginning = () => host.Grains.Job(id).Begin(lease.Epoch);
        (await beginning.Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.JobUnknown);
        var again = async () => await host.Grains.Job(id).Start(spec, await host.Candidates());
        (await again.Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.JobNotReady);
        var later = async () => await host.Grains.Job(id).Start(spec with { Deadline = spec.Deadline.AddSeconds(5) }, await host.Candidates());
        (await later.Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.JobNotReady);
        (await host.Grains.Channel(channel).View()).Holds.Should().Be(1, "the hold ends by its deadline");
    }

    [Fact]
    public async Task An_order_that_the_market_did_not_seal_is_refused()
    {
        var channel = await host.OpenChannel(10_000);
        var id = host.NewJob();
        var lease = await host.Grains.Job(id).Start(host.Spec(channel), await host.Candidates());
        host.Amnesia.After(id.ToString(), nameof(IJobGrain.Begin));
        var order = await host.Grains.Job(id).Begin(lease.Epoch);
        var earned = await host.Earn(channel);
        var receipt = new Core.Receipts.ProviderReceipt(earned.Receipt, earned.EnclaveKey, earned.ProviderSignature);

        var completing = () => host.Grains.Job(id).Complete(receipt, order with { Hold = order.Hold + order.Hold });

        (await completing.Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.ReceiptForged);
    }
}
