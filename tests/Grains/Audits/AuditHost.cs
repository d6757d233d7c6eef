using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Grains.Audits;
using Cocoon.Grains.Chain;
using Cocoon.Grains.Events;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Grains.Tests.Audits;

/// <summary>A market that audits every job, with three machines that run the shipped model; the first may cheat.</summary>
public class AuditHost : IAsyncLifetime
{
    private readonly bool _areTheMarkets;
    private readonly SubstitutedEngine _engine = new(TinyJane.Open(), TinyJane.OpenWithoutALayer());
    private readonly FakeEvents _events = new();
    private readonly Machine[] _others;

    public AuditHost() : this(areTheMarkets: false)
    {
    }

    /// <param name="areTheMarkets">Whether the two other machines sell nothing, and audit for the market.</param>
    private protected AuditHost(bool areTheMarkets)
    {
        _areTheMarkets = areTheMarkets;
        var honest = TinyJane.Open();
        HexBytes.TryParse(_engine.Descriptor.WeightHash, out var weights).Should().BeTrue();
        Rules = GrainHost.Rules with { Models = GrainHost.Rules.Models.SetItem(GrainHost.Model, weights), Incentives = GrainHost.Rules.Incentives with { AuditBps = 10_000 } };
        Weights = weights;
        Slasher = new FakeSlasher(() => Market!.Chain);
        Market = new GrainHost(Rules, _engine, services =>
        {
            services.AddSingleton<IMarketEvents>(_events);
            services.AddSingleton<ISlasher>(Slasher);
            services.AddSingleton<IOutgoingGrainCallFilter>(Calls);
            if (areTheMarkets) services.AddSingleton(new MarketAuditors([.. _others!.Select(static machine => machine.Wallet)]));
        });
        _others = [new Machine(31, Rules, honest), new Machine(32, Rules, honest)];
        Stranger = new Machine(33, Rules, honest);
        foreach (var machine in _others.Append(Stranger)) Calls.Machines[machine.Wallet.Raw] = machine;
    }

    public GrainHost Market { get; }

    public MarketParameters Rules { get; }

    public HexBytes Weights { get; }

    internal FakeSlasher Slasher { get; }

    internal OtherMachines Calls { get; } = new();

    internal IReadOnlyList<Machine> Others => _others;

    /// <summary>One more machine, which is not on the market.</summary>
    internal Machine Stranger { get; }

    public Task InitializeAsync() => Market.InitializeAsync();

    public Task DisposeAsync() => Market.DisposeAsync();

    /// <summary>Puts the two other machines on the market for another fifteen seconds.</summary>
    public async Task Announce()
    {
        foreach (var machine in _others) await Announce(machine, _areTheMarkets);
    }

    /// <summary>Registers a machine, for another fifteen seconds of the market if it sells.</summary>
    internal async Task Announce(Machine machine, bool auditsOnly)
    {
        var offer = new Offer(GrainHost.Model, Weights, "bf16", 512, GrainHost.Prices, 4, "there") { AuditsOnly = auditsOnly };
        await Market.Grains.Provider(machine.Wallet).Register(await machine.Evidence(), [offer]);
    }

    /// <summary>Buys an answer of the first machine.</summary>
    public Task<SignedReceipt> Ask(bool cheats, string fields, bool isDeterministic = true)
    {
        _engine.Cheats = cheats;
        return Ask(Market.Provider, fields, isDeterministic);
    }

    /// <summary>Buys an answer of a provider.</summary>
    internal async Task<SignedReceipt> Ask(AccountAddress provider, string fields, bool isDeterministic = true, Tier leastTier = Tier.Simulated)
    {
        var spec = Market.Spec(await Market.OpenChannel(100_000), promptTokens: 100, maxTokens: 24) with { IsDeterministic = isDeterministic, LeastTier = leastTier };
        var (_, tokens) = await Market.RunBody(spec, $$"""{"model":"{{GrainHost.Model}}","messages":[{"role":"user","content":"What is a cocoon?"}]{{fields}}}""", provider);
        SignedReceipt? receipt = null;
        await foreach (var chunk in tokens) receipt = chunk.Outcome?.Bill?.Receipt ?? receipt;
        return receipt!;
    }

    /// <summary>What the audit of a job found, once it is over.</summary>
    internal async Task<Core.Audits.AuditOutcome> Outcome(JobId job)
    {
        await GrainHost.Eventually(() => Task.FromResult(_events.Of(job) is not null));
        return _events.Of(job)!.Value;
    }
}
