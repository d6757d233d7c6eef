using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Settlement;
using Cocoon.Core.Trust;
using Cocoon.Grains;
using Cocoon.Grains.Providers;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Runtime;
using Cocoon.Simulation.Tracing;
using Cocoon.Ton;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Cocoon.Simulation.Tests.Providers;

/// <summary>What a provider's twin does by itself, each at its time, though one timer drives it all.</summary>
public sealed class ProviderBeatTests
{
    private const string Model = "m";
    private static readonly AccountAddress Id = AccountAddress.From(0, Bytes(1));
    private static readonly HexBytes Hash = new(Bytes(2));
    private static readonly PriceList Prices = new(new Nano(1), new Nano(1), new Nano(1), new Nano(1));
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Trust_standings_and_days_have_periods_of_their_own() => SimulationThread.Run(() =>
    {
        var world = new World(1, new PlannedFaults(FaultPlan.Calm, 1), new Trace(keepAll: true));
        var database = new Database(world);
        SimulatedHost silo = null!;
        var network = new Network(world, _ => silo);
        network.Reminders.AnySilo = () => silo;
        silo = new SimulatedHost(network, "silo", [typeof(ProviderGrain)], static _ => true, (services, host) =>
        {
            services.AddKeyedSingleton<IGrainStorage>(Stores.Ledger, new SimulatedGrainStorage(world, database, () => host));
            services.AddSingleton(Rules);
            services.AddSingleton<IMachineVerifier>(new Nobody());
        });
        var told = silo.Run(() => Story(silo, database));
        var isDone = world.RunUntil(() => told.IsCompleted, TimeSpan.FromHours(1));
        world.End();
        isDone.Should().BeTrue("the story has to end");
        told.GetAwaiter().GetResult();
        return true;
    });

    private static async Task Story(SimulatedHost silo, Database database)
    {
        var twin = silo.Grains.Provider(Id);
        var now = silo.Time.GetUtcNow();
        var appraisal = new Appraisal(Tier.Simulated, Hash, Hash, now.AddHours(1));
        var lease = new Lease(JobId.New(now, Bytes(3).AsSpan(0, 10)), Id, Model, Hash, Prices, 500, appraisal, 1, now.AddMinutes(5));
        var registered = Provider.Register(new ProviderState(), Id, appraisal, [], now).State;
        var record = new GrainState<ProviderState> { State = registered with { Leases = registered.Leases.Add(lease.Job, lease) } };
        await silo.Services.GetRequiredKeyedService<IGrainStorage>(Stores.Ledger).WriteStateAsync("provider", twin.GetGrainId(), record);
        ProviderState Stored() => (ProviderState)database.Find("provider", twin.GetGrainId())!.State;

        await twin.End(new JobEnd(lease.Job, Model, AccountAddress.From(0, Bytes(4)), JobFate.Delivered, default, new TokenCounts(1, 0, 1, 0), new Nano(1), Second, 2 * Second));
        await silo.Delay(30 * Second);
        (Stored().Epoch, Stored().Standings, Stored().Days).Should().Be((1, null, null), "nothing was due");
        await silo.Delay(20 * Second);
        (Stored().Epoch, Stored().Standings).Should().Be((2, null), "evidence that nobody shows ends the trust at the second look");
        await silo.Delay(20 * Second);
        (Stored().Standings is not null, Stored().Days).Should().Be((true, null), "standings are kept after a minute");
        await silo.Delay(220 * Second);
        Stored().Days.Should().BeNull();
        await silo.Delay(20 * Second);
        Stored().Days.Should().ContainSingle("days are written after five minutes");
    }

    private static MarketParameters Rules => new(
        TonNetwork.Local, Id, [Id], Hash, FeeBps: 500, Tier.Simulated, ImmutableDictionary<string, HexBytes>.Empty,
        new ChannelLimits(Nano.Zero, new Nano(1), MaxHolds: 1, MaxHoldTime: TimeSpan.FromMinutes(10)),
        new SettlementPolicy(MaxReceipts: 1, MaxAge: TimeSpan.FromHours(1), MaxUnclaimed: new Nano(1), MaxFeeShareBps: 0, MaxDebtAge: TimeSpan.FromHours(1)));

    private static byte[] Bytes(byte value) => [.. Enumerable.Repeat(value, 32)];

    /// <summary>Is never asked: the machine shows nothing.</summary>
    private sealed class Nobody : IMachineVerifier
    {
        public Task<AppraisalResult> Appraise(EvidenceBundle bundle, BindingExpectation expected, DateTimeOffset at, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("There is no evidence to judge.");
    }
}
