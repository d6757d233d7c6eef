using Cocoon.Grains;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Runtime;
using Cocoon.Simulation.Tracing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Cocoon.Simulation.Tests.Runtime;

/// <summary>Two silos, a store and one kind of grain; the first strikes of some faults are set by hand.</summary>
internal sealed class SmallWorld
{
    private readonly List<SimulatedHost> _silos = [];

    private SmallWorld(IFaults faults)
    {
        World = new World(1, faults, new Trace(keepAll: true));
        Database = new Database(World);
        Network = new Network(World, _ => _silos.FirstOrDefault(silo => silo.IsAlive));
        Network.Reminders.AnySilo = () => _silos.FirstOrDefault(silo => silo.IsAlive);
        for (var i = 1; i <= 2; i++) StartSilo(i);
        Client = new SimulatedHost(Network, "client", [typeof(TallyGrain)], static _ => false, static (_, _) => { });
    }

    public World World { get; }

    public Database Database { get; }

    public Network Network { get; }

    public IReadOnlyList<SimulatedHost> Silos => _silos;

    public SimulatedHost Client { get; }

    public ITallyGrain Tally => Client.Grains.GetGrain<ITallyGrain>("a");

    public static GrainId TallyId => GrainId.Create("tally", "a");

    /// <summary>Runs a story in a world of its own, on a thread of its own.</summary>
    /// <param name="story">What happens; awaits are turns of the client.</param>
    /// <param name="strikes">Faults at these occasions.</param>
    public static void Run(Func<SmallWorld, Task> story, params FaultStrike[] strikes) => SimulationThread.Run(() =>
    {
        var small = new SmallWorld(new PlannedFaults(FaultPlan.Calm with { Only = [.. strikes] }, 1));
        var told = small.Client.Run(() => story(small));
        var isDone = small.World.RunUntil(() => told.IsCompleted, TimeSpan.FromHours(1));
        small.World.End();
        isDone.Should().BeTrue("the story has to end");
        told.GetAwaiter().GetResult();
        return true;
    });

    public void StartSilo(int number) => _silos.Add(new SimulatedHost(Network, $"silo {number}", [typeof(TallyGrain)], static _ => true, (services, silo) =>
        services.AddKeyedSingleton<IGrainStorage>(Stores.Ledger, new SimulatedGrainStorage(World, Database, () => silo))));

    public Task After(TimeSpan time) => Client.Delay(time);
}
