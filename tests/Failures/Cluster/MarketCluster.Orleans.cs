using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Core.Trust;
using Cocoon.Grains;
using Cocoon.Grains.Chain;
using Cocoon.Grains.Channels;
using Cocoon.LocalRuntime.Tests.Clusters;
using Cocoon.Storage;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NSubstitute;
using Orleans.Configuration;
using Orleans.GrainDirectory;
using Orleans.Runtime.Hosting;
using Orleans.TestingHost;

namespace Cocoon.Failures.Tests.Cluster;

/// <summary>Two silos in this process with the product's channel grains, one ledger, and a client as a gateway is one.</summary>
internal sealed class MarketCluster : IAsyncDisposable
{
    /// <summary>Calls that one grain lets wait.</summary>
    public const int QueueLimit = 10;

    private static readonly HexBytes Key = new([.. Enumerable.Repeat((byte)7, 32)]);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-failures-");
    private readonly ForgetfulDirectory _directory = new();
    private readonly SqliteStore _store;
    private readonly InProcessTestCluster _cluster;
    private readonly TimeSpan _responseTimeout;
    private int _jobs;

    private MarketCluster(Func<int, TimeSpan>? skew, TimeSpan? responseTimeout)
    {
        _responseTimeout = responseTimeout ?? TimeSpan.FromSeconds(30);
        _store = SqliteStore.Open(Path.Combine(_folder.FullName, "market.db"));
        Ledger = new FaultyLedger(new SqliteGrainStorage(_store, new SqliteStoreOptions().Json));
        var builder = new InProcessTestClusterBuilder(2);
        builder.Options.ConfigureFileLogging = false;
        builder.Options.UseRealEnvironmentStatistics = true;
        var silos = 0;
        builder.ConfigureSiloHost((_, host) =>
        {
            host.Logging.SetMinimumLevel(LogLevel.None);
            host.ConfigureContainer(new LastServices(services =>
            {
                MembershipTable.Wrap(services, Membership);
                services.AddKeyedSingleton<IGrainDirectory>(GrainDirectoryAttribute.DEFAULT_GRAIN_DIRECTORY, _directory);
            }));
        });
        builder.ConfigureSilo((_, silo) => Configure(silo, new SkewedTime(skew?.Invoke(silos++) ?? TimeSpan.Zero)));
        builder.ConfigureClient(client => client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = _responseTimeout));
        _cluster = builder.Build();
    }

    public FaultyLedger Ledger { get; }

    public Network Network { get; } = new();

    public MembershipTable.State Membership { get; } = new();

    public IReadOnlyList<InProcessSiloHandle> Silos => _cluster.Silos;

    /// <summary>The market as a gateway sees it.</summary>
    public IGrainFactory Gateway => _cluster.Client;

    public static AccountAddress Channel { get; } = AccountAddress.From(0, [.. Enumerable.Repeat((byte)2, 32)]);

    /// <param name="skew">How far the clock of the first, the second silo is ahead. Default: not at all.</param>
    /// <param name="responseTimeout">Default: 30 s, that of Orleans.</param>
    public static async Task<MarketCluster> Start(Func<int, TimeSpan>? skew = null, TimeSpan? responseTimeout = null)
    {
        var cluster = new MarketCluster(skew, responseTimeout);
        await cluster._cluster.DeployAsync();
        return cluster;
    }

    /// <summary>The channel as a silo sees it: a first call makes it live there.</summary>
    public IPaymentChannelGrain On(int silo) => _cluster.Silos[silo].ServiceProvider.GetRequiredService<IGrainFactory>().Channel(Channel);

    /// <summary>How long a silo that is started from now on tries to join.</summary>
    public TimeSpan JoinPatience { get; set; } = TimeSpan.FromMinutes(5);

    public Task Add() => _cluster.StartAdditionalSiloAsync();

    /// <summary>The directory loses the channel, so that whoever has not called it makes a second one.</summary>
    public void Forget() => _directory.Forget(On(0).GetGrainId());

    public JobId NewJob() => JobId.New(DateTimeOffset.UnixEpoch, [.. BitConverter.GetBytes((long)Interlocked.Increment(ref _jobs)), 0, 0]);

    public async ValueTask DisposeAsync()
    {
        Ledger.Repair();
        await _cluster.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private void Configure(ISiloBuilder silo, TimeProvider time)
    {
        silo.Services.AddSingleton(time);
        silo.Services.AddSingleton(Parameters());
        silo.Services.AddSingleton(Chain());
        silo.Services.AddSingleton<IVoucherVerifier>(new VoucherSigner(Ed25519.Default));
        silo.Services.AddSingleton(new ChannelNotary(new SigningKey(Key.ToArray(), Ed25519.Default), Ed25519.Default));
        silo.Services.AddGrainStorage(Stores.Ledger, (_, _) => Ledger);
        silo.Services.AddSingleton<IReminderTable>(new SqliteReminderTable(_store));
        silo.AddReminders();
        // The default chooses by load; here a grain comes to live where it is called.
        silo.Services.AddSingleton<PlacementStrategy, PreferLocalPlacement>();
        silo.Configure<SiloConnectionOptions>(options => options.ConfigureSiloOutboundConnection(Network.Add));
        silo.Configure<ClusterMembershipOptions>(options => options.MaxJoinAttemptTime = JoinPatience);
        silo.Configure<SiloMessagingOptions>(options =>
        {
            options.ResponseTimeout = _responseTimeout;
            options.MaxEnqueuedRequestsHardLimit = QueueLimit;
        });
        // Enabled, and far from taking effect until a test moves the threshold.
        silo.Configure<LoadSheddingOptions>(options => (options.LoadSheddingEnabled, options.CpuThreshold, options.MemoryThreshold) = (true, 100, 100));
        silo.Configure<GrainCollectionOptions>(options =>
        {
            options.EnableActivationSheddingOnMemoryPressure = true;
            (options.MemoryUsageLimitPercentage, options.MemoryUsageTargetPercentage) = (100, 99);
            options.MemoryUsagePollingPeriod = TimeSpan.FromMilliseconds(100);
        });
    }

    private static MarketParameters Parameters() => new(-217, AccountAddress.From(0, new byte[32]), [AccountAddress.From(0, [.. Enumerable.Repeat((byte)5, 32)])], Key, 500, Tier.Simulated,
        ImmutableDictionary<string, HexBytes>.Empty, new ChannelLimits(Nano.Zero, new Nano(100_000), 64, TimeSpan.FromMinutes(5)),
        new SettlementPolicy(100, TimeSpan.FromHours(1), new Nano(1_000_000), MaxFeeShareBps: 0, TimeSpan.FromDays(1)));

    /// <summary>A chain with one funded channel.</summary>
    private static IMarketChain Chain()
    {
        var chain = Substitute.For<IMarketChain>();
        chain.ReadChannel(Arg.Any<AccountAddress>(), Arg.Any<CancellationToken>()).Returns(call => Task.FromResult<ChannelFacts?>(new ChannelFacts(
            call.Arg<AccountAddress>(), AccountAddress.From(0, [.. Enumerable.Repeat((byte)1, 32)]), Parameters().Vaults[0], Key, new Nano(10_000), Nano.Zero, Nano.Zero,
            Closed: false, ClosesAt: null, KeyChangesAt: null, Block: 1, DateTimeOffset.UnixEpoch)));
        return chain;
    }
}
