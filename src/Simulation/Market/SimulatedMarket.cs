using System.Collections.Immutable;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Core.Trust;
using Cocoon.Grains.Jobs;
using Cocoon.Simulation.Auditing;
using Cocoon.Simulation.Chain;
using Cocoon.Simulation.Crypto;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Linearizability;
using Cocoon.Simulation.Randomness;
using Cocoon.Simulation.Runtime;
using Cocoon.Simulation.Tracing;
using Cocoon.Silo.Chain;
using Cocoon.Ton.Vaults;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cocoon.Simulation.Market;

/// <summary>A whole market in one simulated world: chain, silos, provider machines, gateways, clients, an operator and an auditor.</summary>
internal sealed class SimulatedMarket
{
    public const string Model = "tiny-jane";

    private const int Shards = 2;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly Nano Fortune = Nano.FromTon(100_000);

    private readonly Dice _dice;
    private readonly List<SimulatedClient> _clients = [];
    private readonly ImpatientProvider _impatient;
    private readonly LateCalls _lateCalls;
    private readonly DishonestProvider _dishonest;
    private int _jobsTaken;

    public SimulatedMarket(World world, MarketOptions options)
    {
        World = world;
        Options = options;
        Shape = MarketShape.For(world.Seed);
        _dice = Dice.For(world.Seed, "market");
        Keys = new MarketKeys(world.Seed);
        Chain = new SimulatedTon(new SimulatedTonOptions(), new HostTime(world, new TimerWeather(world.Faults)), world.Faults, SimulatedEd25519.Instance);
        Chain.Told = words => world.Trace.Add(TraceKind.Chain, world.Trace.Lane("chain"), words);
        var users = new ChainUsers(Chain, SimulatedEd25519.Instance);
        Parameters = Rules(DeployVaults(users));
        Wallets = new UserWallets(Chain, users, Parameters);
        Database = new Database(world);
        Cluster = new Cluster(world, Database, Parameters, Keys, Connect);
        Auditor = new Auditor(world, Database, Cluster.Network, Chain, Parameters);
        Histories = Cluster.Network.Histories = new ChannelHistories(Cluster.Network, Parameters.Channel);
        var records = new RecentRecords();
        Database.Changed = (grain, state) =>
        {
            records.Stored(grain, state);
            Auditor.Stored(grain, state);
            Histories.Stored(grain, state);
        };
        Cluster.Network.Answered = (call, response) =>
        {
            if (call.Method.InterfaceType != typeof(IJobGrain) || response.Exception is not null) return;
            records.Answered(call, response.Result);
            if (response.Result is JobOrder order) Auditor.JobBegun(order);
        };
        _impatient = new ImpatientProvider(this, users);
        _lateCalls = new LateCalls(this, records);
        _dishonest = new DishonestProvider(this, records);
        Operator = new SimulatedOperator(this);
    }

    public World World { get; }

    public MarketOptions Options { get; }

    public MarketShape Shape { get; }

    public MarketKeys Keys { get; }

    public MarketParameters Parameters { get; }

    public SimulatedTon Chain { get; }

    public UserWallets Wallets { get; }

    public Database Database { get; }

    public Auditor Auditor { get; }

    public ChannelHistories Histories { get; }

    public Cluster Cluster { get; }

    public SimulatedOperator Operator { get; }

    public List<GatewayProcess> Gateways { get; } = [];

    public List<ProviderMachine> Machines { get; } = [];

    public IReadOnlyList<SimulatedClient> Clients => _clients;

    /// <summary>No more faults and no new jobs: what was begun has to end well.</summary>
    public bool IsResting { get; private set; }

    public bool AllJobsTaken => _jobsTaken >= Options.Jobs;

    public int JobsTaken => _jobsTaken;

    /// <summary>Whether the vaults stand where the market's rules say, for good.</summary>
    public bool IsDeployed => Parameters.Vaults.TrueForAll(vault => Chain.Vault(vault) is not null);

    /// <summary>Opens the market.</summary>
    public void Start()
    {
        for (var i = 0; i < Options.Silos; i++) Cluster.StartSilo(i + 1);
        for (var i = 0; i < Options.Providers; i++)
        {
            Machines.Add(new ProviderMachine(World, Cluster, Parameters, Keys, Model, i + 1, Shape.Slots));
            Machines[^1].Start();
        }

        for (var i = 0; i < Options.Gateways; i++) Gateways.Add(new GatewayProcess(World, Cluster, Model, Parameters.NetworkId, i + 1));
        for (var i = 0; i < Options.Clients; i++)
        {
            Chain.Give(Keys.Address("client", i + 1), Fortune);
            _clients.Add(new SimulatedClient(this, i + 1));
            _clients[^1].Start();
        }

        Auditor.Start();
        Operator.Start();
        _impatient.Start();
        _lateCalls.Start();
        _dishonest.Start();
        World.BetweenTurns = MaybeKillSilo;
        World.After(Second, Weather);
    }

    /// <summary>Counts a job that a client is about to start; false when there have been enough.</summary>
    public bool TakeJob()
    {
        if (AllJobsTaken) return false;
        _jobsTaken++;
        return true;
    }

    /// <summary>From now on nothing new begins and nothing goes wrong; clocks are set right.</summary>
    public void Rest()
    {
        IsResting = true;
        Auditor.Rest();
        World.BetweenTurns = null;
        foreach (var host in Cluster.Network.Hosts) host.Time.Skew = TimeSpan.Zero;
        // Every second market loses its power once more: what nobody asks for any more has to go on by itself.
        if (World.Seed % 2 == 0) Cluster.KillAll();
    }

    /// <summary>A view of the chain past all faults.</summary>
    public TonMarketChain Look() => new(Parameters, Keys.Key("operator"), Chain, SimulatedEd25519.Instance, NullLogger<TonMarketChain>.Instance);

    private void MaybeKillSilo()
    {
        if (World.Faults.Strike(FaultKind.SiloKilled) is { } dice) Cluster.KillSilo(dice);
    }

    private void Weather(object? _)
    {
        if (World.Faults.Strike(FaultKind.ClockJump) is { } dice) Cluster.JumpClock(dice);
        if (!IsResting) World.After(Second, Weather);
    }

    private TonMarketChain Connect(SimulatedHost silo) =>
        new(Parameters, Keys.Key("operator"), new NodeConnection(silo, Chain, _dice), SimulatedEd25519.Instance, NullLogger<TonMarketChain>.Instance);

    private ImmutableList<Core.Accounts.AccountAddress> DeployVaults(ChainUsers users)
    {
        var owner = Keys.Address("owner");
        var operatorKey = Keys.Key("operator");
        Chain.Give(owner, Fortune);
        for (var shard = 0; shard < Shards; shard++) Chain.Give(TonMarketChain.Wallet(operatorKey, Chain.NetworkId, shard).Address, Fortune);
        return [.. Enumerable.Range(0, Shards).Select(shard => users.DeployVault(owner,
            new VaultTerms(new HexBytes(operatorKey.PublicKey.Span), Chain.NetworkId, owner, Timelock: 86_400, Shape.ExitDelay, (ulong)shard), Nano.FromTon(10)))];
    }

    private MarketParameters Rules(ImmutableList<Core.Accounts.AccountAddress> vaults) => new(
        Chain.NetworkId, Keys.Address("registry"), vaults, new HexBytes(Keys.Key("market").PublicKey.Span), 500, Tier.Simulated,
        ImmutableDictionary<string, HexBytes>.Empty.Add(Model, Keys.Hash("weights")),
        new ChannelLimits(new Nano(100_000_000), Shape.CreditCap, Shape.MaxHolds, TimeSpan.FromMinutes(5), FinalityBlocks: 8, MinGrace: TimeSpan.FromMinutes(10)),
        new SettlementPolicy(Shape.MaxReceipts, TimeSpan.FromMinutes(2), Nano.FromTon(2), MaxFeeShareBps: 100, TimeSpan.FromMinutes(10)))
    {
        Incentives = MarketIncentives.None with { ColdBonusBps = 200, ColdProviders = 3, EarlyBonusBps = 100, EarlyUntil = DateTimeOffset.MaxValue },
    };
}
