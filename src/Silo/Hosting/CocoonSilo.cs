using System.Net;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Grains;
using Cocoon.Grains.Audits;
using Cocoon.Grains.Chain;
using Cocoon.Grains.Channels;
using Cocoon.Grains.Jobs;
using Cocoon.Grains.Reputation;
using Cocoon.Silo.Canaries;
using Cocoon.Silo.Chain;
using Cocoon.Silo.Edge;
using Cocoon.Silo.Providers;
using Cocoon.Silo.Settings;
using Cocoon.Silo.Settlement;
using Cocoon.Storage;
using Cocoon.Storage.Postgres;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Cocoon.Silo.Hosting;

/// <summary>Adds a Cocoon silo to a host: the ledger on a core silo, the engine where there is a provider.</summary>
public static class CocoonSilo
{
    /// <summary>"Orleans" or "LocalRuntime": what the grains of this build run on.</summary>
    public static string Runtime => RuntimeHosting.Name;

    /// <summary>Whether this build's runtime can be a cluster of processes.</summary>
    public static bool CanCluster => RuntimeHosting.CanCluster;

    /// <summary>Where machines that dial out reach the silo of a host that has started; null where nobody can, as on LocalRuntime.</summary>
    public static IPEndPoint? GatewayOf(IServiceProvider services) => RuntimeHosting.GatewayOf(services);

    public static IHostApplicationBuilder AddCocoonSilo(this IHostApplicationBuilder builder, CocoonSiloOptions options)
    {
        if (options is { Provider: { } own, SellsByEdge: true, WalletKey: { } key }) builder.Services.AddOpenEvidence(own.Wallet, key, options.Market);
        AddMarket(builder.Services, options.Market, options.Trust, options.ChainEndpoint, options.ChainApiKey);
        if (options.Role == SiloRole.Core) AddLedger(builder.Services, options);
        RuntimeHosting.Use(builder, options, silo =>
        {
            SiloLimits.Apply(silo, options.Limits);
            if (options.Role == SiloRole.Core) AddStore(silo, options);
        });
        // After the runtime: hosted services start in the order they are added, and these call grains.
        if (options.Role == SiloRole.Core) builder.Services.AddHostedService<SettlementStarter>();
        if (options is { Role: SiloRole.Core, Canary: { } canary }) builder.Services.AddCanaries(canary, options.Market, Random.Shared);
        if (options is { Provider: { } dialling, SellsByEdge: true }) builder.Services.AddEdge(dialling, options.Limits);
        else if (options.Provider is { } provider) builder.Services.AddProvider(provider, options.Limits);
        return builder;
    }

    /// <summary>What every process of a market needs: its rules, its chain, and what it trusts.</summary>
    internal static void AddMarket(IServiceCollection services, MarketParameters market, TrustOptions trust, Uri chain, string? apiKey)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IEntropy, SystemEntropy>();
        services.AddSingleton(market);
        services.TryAddSingleton(Ed25519.Default);
        services.AddTrust(trust, market);
        services.AddSingleton<ITonClient>(provider => new ToncenterClient(
            new HttpClient(), new ToncenterOptions { Endpoint = chain, ApiKey = apiKey }, provider.GetRequiredService<TimeProvider>(), Random.Shared));
    }

    private static void AddLedger(IServiceCollection services, CocoonSiloOptions options)
    {
        var marketKey = options.MarketKey ?? throw new ArgumentException($"A core silo needs {nameof(options.MarketKey)}.", nameof(options));
        var operatorKey = options.OperatorKey ?? throw new ArgumentException($"A core silo needs {nameof(options.OperatorKey)}.", nameof(options));
        services.AddSingleton<IVoucherVerifier, VoucherSigner>();
        services.AddSingleton(provider => new ChannelNotary(marketKey, provider.GetRequiredService<IEd25519>()));
        services.AddSingleton(provider => new ReceiptSigner(marketKey, provider.GetRequiredService<IEd25519>()));
        services.TryAddSingleton(new MarketAuditors(options.Auditors));
        if (options.SlasherKey is { } slasherKey) services.TryAddSingleton<ISlasher>(provider => ActivatorUtilities.CreateInstance<TonSlasher>(provider, slasherKey, options.Stakes));
        if (options.Stake is { } stake)
        {
            services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TonStakeBook>(provider, stake));
            services.AddSingleton<IStakeBook>(provider => provider.GetRequiredService<TonStakeBook>());
            services.AddHostedService(provider => provider.GetRequiredService<TonStakeBook>());
        }
        services.TryAddSingleton<IMarketChain>(provider => ActivatorUtilities.CreateInstance<TonMarketChain>(provider, operatorKey));
    }

    private static void AddStore(ISiloBuilder silo, CocoonSiloOptions options)
    {
        if (options.Postgres is { } postgres) silo.UsePostgresStore(postgres.Apply).AddPostgresGrainStorage(Stores.Ledger).UsePostgresReminders();
        else if (options.StatePath is { } path) silo.UseSqliteStore(store => store.Path = path).AddSqliteGrainStorage(Stores.Ledger).UseSqliteReminders();
        else throw new ArgumentException($"A core silo needs {nameof(options.Postgres)} or {nameof(options.StatePath)}.", nameof(options));
    }
}
