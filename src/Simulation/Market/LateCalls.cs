using Cocoon.Core.Jobs;
using Cocoon.Core.Receipts;
using Cocoon.Grains;
using Cocoon.Simulation.Randomness;
using Cocoon.Simulation.Runtime;
using Cocoon.Simulation.Tracing;

namespace Cocoon.Simulation.Market;

/// <summary>
/// Messages that the network had lost and that come after all, long after their time: the calls that the market's own grains
/// make to each other, once more. A repeat gets the answer of the first time; what came too late is refused and changes nothing.
/// </summary>
internal sealed class LateCalls(SimulatedMarket market, RecentRecords records)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(40);

    private readonly Dice _dice = Dice.For(market.World.Seed, "late calls");
    private readonly SimulatedProcess _process = new(market.World, "late calls");

    public void Start() => _process.Start(Deliver);

    private async Task Deliver()
    {
        while (!market.IsResting)
        {
            await _process.Delay(_dice.Between(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(3)));
            switch (_dice.Below(5))
            {
                case 0 when records.PickJob(_dice, static _ => true) is var (id, job):
                    await Hold(id, job);
                    break;
                case 1 when records.PickJob(_dice, static job => job.Status == JobStatus.Failed) is var (id, job):
                    await Void(id, job);
                    break;
                case 2 when records.PickJob(_dice, market.Auditor.IsCharged) is var (id, job):
                    await Post(id, job.Receipt!);
                    break;
                case 3 when records.PickJob(_dice, static job => job.Receipt is not null && job.Status != JobStatus.Failed) is var (id, job):
                    await Complete(id, job);
                    break;
                case 4 when records.PickPush(_dice) is { } push:
                    await Push(push);
                    break;
            }
        }
    }

    private async Task Hold(JobId id, JobState job)
    {
        var spec = job.Spec!;
        var isOver = job.IsFinal || market.Auditor.IsCharged(job);
        var outcome = await Ask(grains => grains.Channel(spec.Channel).Hold(id, job.Hold, spec.Deadline));
        if (outcome.IsDone && isOver && !IsTwice("paymentchannel", spec.Channel.Raw)) market.Auditor.Violation($"I5: a hold of job {id} came when it was {job.Status} and was taken");
    }

    private async Task Void(JobId id, JobState job)
    {
        var channel = job.Spec!.Channel;
        var outcome = await Ask(grains => grains.Channel(channel).Void(id));
        if (outcome.Refusal is { } refusal && refusal.Code != Core.RefusalCode.ChannelNotOpen && !IsTwice("paymentchannel", channel.Raw))
            market.Auditor.Violation($"I3: voiding job {id} again was refused: {refusal.Code}");
    }

    private async Task Post(JobId id, SignedReceipt receipt)
    {
        var outcome = await Ask(grains => grains.Channel(receipt.Receipt.Channel).Post(receipt));
        if (outcome.Refusal is { } refusal && !IsTwice("paymentchannel", receipt.Receipt.Channel.Raw)) market.Auditor.Violation($"I3: charging job {id} again was refused: {refusal.Code}");
    }

    /// <summary>The provider did not hear that its receipt was taken.</summary>
    private async Task Complete(JobId id, JobState job)
    {
        var (signed, isCharged) = (job.Receipt!, market.Auditor.IsCharged(job));
        var outcome = await Ask(grains => grains.Job(id).Complete(new ProviderReceipt(signed.Receipt, signed.EnclaveKey, signed.ProviderSignature)));
        if (outcome.Refusal is { } refusal && isCharged && !IsTwice("job", id.ToString()) && !IsTwice("paymentchannel", signed.Receipt.Channel.Raw))
            market.Auditor.Violation($"I3: the receipt of job {id} again was refused: {refusal.Code}");
    }

    private async Task Push(Core.Settlement.SettlementPush push)
    {
        var voucher = push.Voucher.Voucher;
        if (records.Channel(voucher.Channel) is not { } channel) return;
        var shard = market.Parameters.Vaults.IndexOf(channel.Vault);
        var outcome = await Ask(grains => grains.Settlement(shard).Accept(push));
        if (outcome.Refusal is { } refusal && !IsTwice("settlement", $"{shard}")) market.Auditor.Violation($"I3: pushing up to receipt {push.Receipts[^1].Number} of {voucher.Channel} again was refused: {refusal.Code}");
    }

    /// <summary>A grain that lives twice may refuse what it has not heard of yet.</summary>
    private bool IsTwice(string type, string key) => market.Cluster.Network.LivedTwice(GrainId.Create(type, key));

    private async Task<(bool IsDone, Core.Refusal? Refusal)> Ask(Func<IGrainFactory, Task> call)
    {
        try
        {
            await _dice.Pick(market.Gateways).Ask(_process, async grains =>
            {
                await call(grains);
                return true;
            }, AnswerTimeout);
            return (true, null);
        }
        catch (RefusedException refused)
        {
            return (false, refused.Refusal);
        }
        catch (Exception failure) when (failure is TimeoutException or IOException or OperationCanceledException)
        {
            market.World.Trace.Add(TraceKind.Note, _process.Lane, $"in vain: {failure.GetType().Name}");
            return (false, null);
        }
    }
}
