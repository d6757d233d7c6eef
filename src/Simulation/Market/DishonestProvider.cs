using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;
using Cocoon.Grains;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Jobs;
using Cocoon.Simulation.Crypto;
using Cocoon.Simulation.Randomness;
using Cocoon.Simulation.Runtime;
using Cocoon.Simulation.Tracing;

namespace Cocoon.Simulation.Market;

/// <summary>
/// Hostile: somebody with a provider's keys who wants more than is due. Everything it tries has to be refused, whatever else
/// goes wrong at the same time; it never sends what an honest provider might have sent.
/// </summary>
internal sealed class DishonestProvider(SimulatedMarket market, RecentRecords records)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(40);

    private readonly Dice _dice = Dice.For(market.World.Seed, "dishonest provider");
    private readonly SimulatedProcess _process = new(market.World, "dishonest provider");

    public void Start() => _process.Start(Cheat);

    private async Task Cheat()
    {
        while (!market.IsResting)
        {
            await _process.Delay(_dice.Between(TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(1)));
            if (records.PickJob(_dice, static job => job.Lease is not null) is not var (id, job)) continue;
            // Half of the time what runs now: that is where the money is.
            if (_dice.Chance(0.5) && records.PickJob(_dice, static job => job.Status == JobStatus.Running) is { } running) (id, job) = running;
            if (market.Machines.Find(machine => machine.Wallet == job.Lease!.Provider)?.Enclave is not { } enclave) continue;
            await (job.Status switch
            {
                JobStatus.Leased => Refused(id, "a start under an old lease", grains => grains.Job(id).Begin(job.Lease!.Epoch - 1)),
                JobStatus.Running => _dice.Chance(0.2) ? BeginAgain(id, job) : Overcharge(id, job, enclave),
                JobStatus.Failed => Refused(id, "a receipt after its failure", grains => grains.Job(id).Complete(enclave.Sign(Receipt(id, job, 1)), records.Order(id))),
                _ => SecondThoughts(id, job, enclave),
            });
        }
    }

    private Task BeginAgain(JobId id, JobState job) => Refused(id, "a second start", grains => grains.Job(id).Begin(job.Lease!.Epoch));

    /// <summary>The job has its receipt: exchange it, or pretend it failed.</summary>
    private Task SecondThoughts(JobId id, JobState job, Enclave enclave) => _dice.Below(3) switch
    {
        0 => BeginAgain(id, job),
        1 when job.Receipt is not null => Refused(id, "a failure after its receipt", grains => Unmake(grains.Job(id))),
        _ => Refused(id, "a second receipt", grains => grains.Job(id).Complete(enclave.Sign(job.Receipt!.Receipt with { EndedAt = job.Receipt.Receipt.EndedAt.AddTicks(1) }))),
    };

    /// <summary>A receipt that came after its hold had ended was not charged, and its job has failed: then there is nothing to unmake.</summary>
    private static async Task Unmake(IJobGrain job)
    {
        var pretended = new Core.Refusal(Core.RefusalCode.EngineFailed, "It never happened.");
        await job.Fail(pretended);
        if ((await job.View()).Failure is { } failure && failure != pretended) throw new RefusedException(failure);
    }

    private Task Overcharge(JobId id, JobState job, Enclave enclave)
    {
        var one = Receipt(id, job, 1);
        var lease = job.Lease!;
        var cheaper = lease.Prices with { Completion = lease.Prices.Completion - new Nano(PerToken) };
        if (_dice.Chance(0.2)) return Forge(id, job, enclave);
        var (what, receipt) = _dice.Below(7) switch
        {
            0 => ("one token too many", enclave.Sign(Receipt(id, job, job.Spec!.MaxCompletionTokens + 1))),
            1 => ("a nano too much", enclave.Sign(one with { Charge = one.Charge + new Nano(1) })),
            2 => ("other prices", enclave.Sign(one with { Prices = cheaper, Charge = cheaper.Charge(one.Tokens) })),
            3 => ("another fee", enclave.Sign(one with { FeeBps = 0 })),
            4 => ("a bonus that it was not promised", enclave.Sign(one with { BonusBps = lease.BonusBps + 1 })),
            5 => ("another machine's key", Stranger(enclave).Sign(one)),
            _ => ("nothing delivered", enclave.Sign(Receipt(id, job, 0))),
        };
        return Refused(id, $"a receipt with {what}", grains => grains.Job(id).Complete(receipt, records.Order(id)));
    }

    /// <summary>A grain that came up anew knows a job by its order alone: write oneself a better one.</summary>
    private Task Forge(JobId id, JobState job, Enclave enclave)
    {
        var lease = job.Lease!;
        var better = job with { Lease = lease with { Prices = lease.Prices with { Completion = lease.Prices.Completion + new Nano(PerToken) } } };
        var order = new JobOrder(job.Spec!, better.Lease, job.Hold, records.Order(id)?.Seal ?? default);
        return Refused(id, "an order that its provider wrote", grains => grains.Job(id).Complete(enclave.Sign(Receipt(id, better, 1)), order));
    }

    /// <summary>One token's price is so many nano per million tokens.</summary>
    private const long PerToken = 1_000_000;

    private Enclave Stranger(Enclave enclave) => new(enclave.Provider, market.Keys.Key("thief"), new SimulatedSealing(new DiceEntropy(_dice)), default, SimulatedEd25519.Instance, []);

    private Receipt Receipt(JobId id, JobState job, int completion)
    {
        var (spec, lease, now) = (job.Spec!, job.Lease!, _process.Time.GetUtcNow());
        var tokens = new TokenCounts(1, 0, completion, 0);
        return new Receipt(id, spec.Client, spec.Channel, lease.Provider, lease.Model, lease.WeightHash, tokens, lease.Prices, lease.Prices.Charge(tokens), lease.FeeBps,
            market.Keys.Hash("prompt"), market.Keys.Hash("answer"), lease.Appraisal.Tier, lease.Appraisal.Hash, JobEnding.Stop, now, now)
        {
            BonusBps = lease.BonusBps,
        };
    }

    private async Task Refused(JobId id, string what, Func<IGrainFactory, Task> attempt)
    {
        try
        {
            await _dice.Pick(market.Gateways).Ask(_process, async grains =>
            {
                await attempt(grains);
                return true;
            }, AnswerTimeout);
            market.Auditor.Violation($"I6: job {id} took {what}");
        }
        catch (Exception failure) when (failure is RefusedException or TimeoutException or IOException or OperationCanceledException)
        {
            market.World.Trace.Add(TraceKind.Note, _process.Lane, $"{what}: {failure.GetType().Name}");
        }
    }
}
