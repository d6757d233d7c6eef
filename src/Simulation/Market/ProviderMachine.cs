using Cocoon.Attestation.Evidence;
using Cocoon.Core.Accounts;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Crypto;
using Cocoon.Grains.Inference;
using Cocoon.Inference;
using Cocoon.Silo.Hosting;
using Cocoon.Silo.Providers;
using Cocoon.Simulation.Crypto;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Randomness;
using Cocoon.Simulation.Runtime;
using Cocoon.Simulation.Tracing;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cocoon.Simulation.Market;

/// <summary>A GPU owner's machine: a provider silo with an enclave key of its own for each life, and the agent that keeps it on the market.</summary>
internal sealed class ProviderMachine(World world, Cluster cluster, MarketParameters market, MarketKeys keys, string model, int number, int slots)
{
    public const int ContextLength = 4_096;

    private static readonly TimeSpan LongestAbsence = TimeSpan.FromSeconds(20);

    private readonly Dice _dice = Dice.For(world.Seed, "provider", (ulong)number);
    private int _lives;
    private SimulatedHost? _host;

    public AccountAddress Wallet { get; } = keys.Address("provider", number);

    /// <summary>The keys of its present life; null while it is away.</summary>
    public Enclave? Enclave => _host is { IsAlive: true } host ? host.Services.GetRequiredService<Enclave>() : null;

    /// <summary>The dearest provider asks twice what the cheapest does. No price is round, so that every charge and fee has to be rounded.</summary>
    public PriceList Prices { get; } = new(
        new Nano(200_012_345_679L * (number + 1)), new Nano(100_012_345_679L * (number + 1)), new Nano(2_000_012_345_679L * (number + 1)), new Nano(2_000_012_345_679L * (number + 1)));

    public void Start()
    {
        var host = cluster.StartMachine(Wallet.Raw, $"provider {number}", AddEnclave);
        _host = host;
        var options = new ProviderRoleOptions { Wallet = Wallet, ModelFolders = [], Prices = Prices, Slots = slots };
        var agent = new ProviderAgent(host.Grains, host.Services.GetRequiredService<Enclave>(), new SimulatedEvidenceMaker(), options, market, host.Time, NullLogger<ProviderAgent>.Instance);
        host.Start(() => Agents.Execute(agent, CancellationToken.None));
    }

    /// <summary>The machine is switched off, in the middle of what it does, and comes back with a new key.</summary>
    public void Vanish(Dice dice)
    {
        if (_host is not { IsAlive: true } host) return;
        world.Trace.Add(TraceKind.Fault, host.Lane, "vanished", fault: FaultKind.ProviderVanishes);
        host.Kill();
        world.After(dice.Between(TimeSpan.Zero, LongestAbsence), _ => Start());
    }

    private void AddEnclave(IServiceCollection services, SimulatedHost host)
    {
        var key = keys.Key($"enclave {number}", _lives++);
        var engine = new SimulatedEngine(host, new EngineDescriptor(model, market.Models[model].ToString(), "simulated", ContextLength, slots, "simulated", "1"), _dice);
        services.AddSingleton(market);
        services.AddSingleton<IEd25519>(SimulatedEd25519.Instance);
        services.AddSingleton<IEntropy>(new DiceEntropy(_dice));
        services.AddSingleton<IEvidenceMaker, SimulatedEvidenceMaker>();
        services.AddSingleton(cluster.Verdicts);
        services.AddSingleton(new Enclave(Wallet, key, new SimulatedSealing(new DiceEntropy(_dice)), keys.Hash($"identity {number} {_lives}"), SimulatedEd25519.Instance, [engine]));
    }
}
