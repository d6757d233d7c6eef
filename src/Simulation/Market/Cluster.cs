using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Grains;
using Cocoon.Grains.Accounts;
using Cocoon.Grains.Chain;
using Cocoon.Grains.Channels;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Jobs;
using Cocoon.Grains.Market;
using Cocoon.Grains.Providers;
using Cocoon.Grains.Registry;
using Cocoon.Grains.Settlement;
using Cocoon.Simulation.Crypto;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Randomness;
using Cocoon.Simulation.Runtime;
using Cocoon.Simulation.Tracing;
using Cocoon.Silo.Settlement;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Storage;

namespace Cocoon.Simulation.Market;

/// <summary>The silos, gateways and provider silos of a simulated market, and the services their grains get: the product's own.</summary>
internal sealed class Cluster
{
    private static readonly TimeSpan LongestRestart = TimeSpan.FromSeconds(20);

    private static readonly Type[] Classes =
    [
        typeof(BatchGrain), typeof(ClientAccountGrain), typeof(InferenceGrain), typeof(JobGrain), typeof(MarketGrain),
        typeof(PaymentChannelGrain), typeof(ProviderGrain), typeof(RegistryGrain), typeof(SettlementGrain),
    ];

    private static readonly GrainType InferenceType = GrainType.Create("inference");

    private readonly World _world;
    private readonly MarketParameters _market;
    private readonly MarketKeys _keys;
    private readonly Dice _dice;
    private readonly Func<SimulatedHost, IMarketChain> _chain;

    public Cluster(World world, Database database, MarketParameters market, MarketKeys keys, Func<SimulatedHost, IMarketChain> chain)
    {
        _world = world;
        Database = database;
        _market = market;
        _keys = keys;
        _chain = chain;
        _dice = Dice.For(world.Seed, "cluster");
        Verdicts = new ExpiringVerdicts(world, new MachineVerifier(
            new MachineAppraiser([new SimulatedVerifier()]), new NoCollateral(), new FixedPolicy(PolicyDocument.Simulated(market.NetworkId)), new NoEpochs()));
        Network = new Network(world, Place);
        Network.Reminders.AnySilo = () => Pick(Silos);
    }

    public Network Network { get; }

    /// <summary>Appraises machines, for silos and machines alike.</summary>
    public IMachineVerifier Verdicts { get; }

    public Database Database { get; }

    /// <summary>Silos alive.</summary>
    public List<SimulatedHost> Silos { get; } = [];

    /// <summary>Where each provider's machine is; dead ones left out.</summary>
    public Dictionary<string, SimulatedHost> Machines { get; } = new(StringComparer.Ordinal);

    public void StartSilo(int number)
    {
        var silo = new SimulatedHost(Network, $"silo {number}", Classes, static grain => grain.Type != InferenceType, AddLedger);
        Skew(silo);
        Silos.Add(silo);
        var starter = new SettlementStarter(silo.Grains, _market, silo.Time, NullLogger<SettlementStarter>.Instance);
        silo.Start(() => Agents.Execute(starter, CancellationToken.None));
    }

    public SimulatedHost StartGateway(int number)
    {
        var gateway = new SimulatedHost(Network, $"gateway {number}", Classes, static _ => false, static (_, _) => { });
        Skew(gateway);
        return gateway;
    }

    /// <summary>Starts a provider's silo, which runs its inference grain and nothing else.</summary>
    public SimulatedHost StartMachine(string wallet, string name, Action<IServiceCollection, SimulatedHost> configure)
    {
        var machine = new SimulatedHost(Network, name, Classes, grain => grain.Type == InferenceType && grain.Key.ToString() == wallet, configure);
        Skew(machine);
        return Machines[wallet] = machine;
    }

    /// <summary>Kills a silo between two turns; another process takes its place after a while.</summary>
    public void KillSilo(Dice dice)
    {
        if (Silos.Count > 0) Kill(dice.Pick(Silos), dice);
    }

    /// <summary>The power goes: all silos die at once.</summary>
    public void KillAll()
    {
        foreach (var silo in Silos.ToArray()) Kill(silo, _dice);
    }

    private void Kill(SimulatedHost silo, Dice dice)
    {
        _world.Trace.Add(TraceKind.Fault, silo.Lane, "killed", fault: FaultKind.SiloKilled);
        Silos.Remove(silo);
        silo.Kill();
        var number = int.Parse(silo.Name.AsSpan("silo ".Length), System.Globalization.CultureInfo.InvariantCulture);
        _world.After(dice.Between(TimeSpan.Zero, LongestRestart), _ => StartSilo(number));
    }

    /// <summary>A machine's clock is set by hand, or by a time server that was wrong.</summary>
    public void JumpClock(Dice dice)
    {
        var host = dice.Pick(Network.Hosts);
        host.Time.Skew += dice.Between(TimeSpan.FromSeconds(-20), TimeSpan.FromSeconds(20));
        _world.Trace.Add(TraceKind.Fault, host.Lane, $"clock is off by {host.Time.Skew}", fault: FaultKind.ClockJump);
    }

    public SimulatedHost? Pick(List<SimulatedHost> hosts) => hosts.Count == 0 ? null : _dice.Pick(hosts);

    private SimulatedHost? Place(GrainId grain) => grain.Type == InferenceType
        ? Machines.GetValueOrDefault(grain.Key.ToString()) is { IsAlive: true } machine ? machine : null
        : Pick(Silos);

    private void Skew(SimulatedHost host)
    {
        if (_world.Faults.Strike(FaultKind.ClockSkew) is not { } dice) return;
        host.Time.Skew = dice.Between(TimeSpan.FromSeconds(-2), TimeSpan.FromSeconds(2));
        _world.Trace.Add(TraceKind.Fault, host.Lane, $"clock is off by {host.Time.Skew}", fault: FaultKind.ClockSkew);
    }

    private void AddLedger(IServiceCollection services, SimulatedHost silo)
    {
        services.AddSingleton(_market);
        services.AddSingleton<IEd25519>(SimulatedEd25519.Instance);
        services.AddSingleton<IVoucherVerifier, VoucherSigner>();
        services.AddSingleton(Verdicts);
        services.AddSingleton<IEntropy>(new DiceEntropy(Dice.For(_world.Seed, "silo entropy")));
        services.AddSingleton(new ChannelNotary(_keys.Key("market"), SimulatedEd25519.Instance));
        services.AddSingleton(new ReceiptSigner(_keys.Key("market"), SimulatedEd25519.Instance));
        services.AddSingleton(_chain(silo));
        services.AddKeyedSingleton<IGrainStorage>(Stores.Ledger, new SimulatedGrainStorage(_world, Database, () => silo));
    }
}
