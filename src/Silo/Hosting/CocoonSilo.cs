using System.Security.Cryptography;
using Cocoon.Core.Crypto;
using Cocoon.Grains;
using Cocoon.Grains.Chain;
using Cocoon.Grains.Channels;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Jobs;
using Cocoon.Inference;
using Cocoon.Inference.Cpu;
using Cocoon.Inference.Models;
using Cocoon.Silo.Chain;
using Cocoon.Silo.Providers;
using Cocoon.Sealing;
using Cocoon.Silo.Settlement;
using Cocoon.Storage;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Cocoon.Silo.Hosting;

/// <summary>Adds a Cocoon silo to a host: the core role always, the provider role when it is configured.</summary>
public static class CocoonSilo
{
    /// <summary>"Orleans" or "LocalRuntime": what the grains of this build run on.</summary>
    public static string Runtime => RuntimeHosting.Name;

    public static IHostApplicationBuilder AddCocoonSilo(this IHostApplicationBuilder builder, CocoonSiloOptions options)
    {
        AddCore(builder.Services, options);
        RuntimeHosting.Use(builder, silo => silo
            .UseSqliteStore(store => store.Path = options.StatePath)
            .AddSqliteGrainStorage(Stores.Ledger)
            .UseSqliteReminders());
        // After the runtime: hosted services start in the order they are added, and these call grains.
        builder.Services.AddHostedService<SettlementStarter>();
        if (options.Provider is { } provider) AddProvider(builder.Services, provider);
        return builder;
    }

    private static void AddCore(IServiceCollection services, CocoonSiloOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IEntropy, SystemEntropy>();
        services.AddSingleton(options.Market);
        services.AddSingleton(Ed25519.Default);
        services.AddSingleton<IVoucherVerifier, VoucherSigner>();
        services.AddTrust(options.Trust, options.Market);
        services.AddSingleton(provider => new ChannelNotary(options.MarketKey, provider.GetRequiredService<IEd25519>()));
        services.AddSingleton(provider => new ReceiptSigner(options.MarketKey, provider.GetRequiredService<IEd25519>()));
        services.AddSingleton<ITonClient>(provider => new ToncenterClient(
            new HttpClient(), new ToncenterOptions { Endpoint = options.ChainEndpoint }, provider.GetRequiredService<TimeProvider>(), Random.Shared));
        services.TryAddSingleton<IMarketChain>(provider => ActivatorUtilities.CreateInstance<TonMarketChain>(provider, options.OperatorKey));
    }

    private static void AddProvider(IServiceCollection services, ProviderRoleOptions options)
    {
        services.AddSingleton(options);
        services.TryAddSingleton<Func<ModelFolder, IInferenceEngine>>(folder => CpuEngine.Open(folder, new CpuEngineOptions { Slots = options.Slots }));
        services.AddSingleton(provider =>
        {
            // Made here and nowhere else: these keys live as long as this process.
            var seed = new byte[SigningKey.SeedBytes];
            provider.GetRequiredService<IEntropy>().Fill(seed);
            var ed25519 = provider.GetRequiredService<IEd25519>();
            var open = provider.GetRequiredService<Func<ModelFolder, IInferenceEngine>>();
            var sealing = SealingKeyPair.Create(provider.GetRequiredService<IEntropy>());
            return new Enclave(options.Wallet, new SigningKey(seed, ed25519), sealing, new HexBytes(SHA256.HashData(sealing.PublicKey.ToArray())), ed25519, options.ModelFolders.Select(path => open(ModelFolder.Open(path))));
        });
        services.AddHostedService<ProviderAgent>();
    }
}
