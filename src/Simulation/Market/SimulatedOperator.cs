using Cocoon.Grains;
using Cocoon.Grains.Settlement;
using Cocoon.Simulation.Randomness;
using Cocoon.Simulation.Runtime;
using Cocoon.Simulation.Tracing;

namespace Cocoon.Simulation.Market;

/// <summary>Somebody at the admin page: settles by hand, reconciles, looks into differences, takes providers off the market for a while.</summary>
internal sealed class SimulatedOperator(SimulatedMarket market)
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(40);

    private readonly Dice _dice = Dice.For(market.World.Seed, "operator");
    private readonly SimulatedProcess _process = new(market.World, "operator");

    public void Start() => _process.Start(Work);

    private async Task Work()
    {
        // At rest the market has to come to its end by itself.
        while (!market.IsResting)
        {
            await _process.Delay(_dice.Between(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30)));
            try
            {
                await DoSomething();
            }
            catch (Exception failure) when (failure is RefusedException or TimeoutException or IOException or OperationCanceledException or OrleansException)
            {
                market.World.Trace.Add(TraceKind.Note, _process.Lane, $"in vain: {failure.GetType().Name}");
            }
        }
    }

    private async Task DoSomething()
    {
        var shard = _dice.Below(market.Parameters.Vaults.Count);
        switch (_dice.Below(5))
        {
            case 0:
                await Ask(grains => grains.Settlement(shard).Settle());
                break;
            case 1:
                Resolve(shard, await Ask(grains => grains.Settlement(shard).Reconcile()));
                break;
            case 2:
                await Drain(_dice.Pick(market.Machines));
                break;
            case 3:
                await Ask(grains => grains.Provider(_dice.Pick(market.Machines).Wallet).View());
                break;
            default:
                await Ask(grains => grains.Settlement(shard).View());
                break;
        }
    }

    /// <summary>Books and chain of an honest market agree, whatever breaks; a difference is a finding, not something to click away.</summary>
    private void Resolve(int shard, SettlementView view)
    {
        foreach (var difference in view.Differences) market.Auditor.Violation($"I1: books and chain of shard {shard} differ: {difference}");
    }

    private async Task Drain(ProviderMachine machine)
    {
        await Ask(async grains =>
        {
            await grains.Provider(machine.Wallet).Drain(true);
            return true;
        });
        await _process.Delay(TimeSpan.FromSeconds(5));
        await Ask(async grains =>
        {
            await grains.Provider(machine.Wallet).Drain(false);
            return true;
        });
    }

    private Task<T> Ask<T>(Func<IGrainFactory, Task<T>> request) => _dice.Pick(market.Gateways).Ask(_process, request, AnswerTimeout);
}
