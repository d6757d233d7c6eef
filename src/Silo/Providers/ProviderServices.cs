using System.Security.Cryptography;
using Cocoon.Core.Crypto;
using Cocoon.Grains.Inference;
using Cocoon.Inference;
using Cocoon.Inference.Models;
using Cocoon.Inference.Upstream;
using Cocoon.Sealing;
using Cocoon.Silo.Hosting;
using Cocoon.Silo.Providers.Models;
using Cocoon.Silo.Settings;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Silo.Providers;

/// <summary>Gives a silo its engine and the agent that sells it.</summary>
internal static class ProviderServices
{
    public static void AddProvider(this IServiceCollection services, ProviderRoleOptions options, SiloSettings limits)
    {
        services.AddSingleton(options);
        services.AddSingleton<IEngineOpener>(static provider => new CpuOpener(provider.GetService<Func<ModelFolder, IInferenceEngine>>()));
        services.AddSingleton<IEngineOpener, LlamaOpener>();
        services.AddSingleton<IEngineOpener, TorchOpener>();
        services.AddSingleton<ModelLoader>();
        services.AddSingleton(provider => MakeEnclave(provider, options));
        services.AddSingleton<ProviderAgent>();
        services.AddHostedService(static provider => provider.GetRequiredService<ProviderAgent>());
        services.AddHostedService(static provider => ActivatorUtilities.CreateInstance<ModelKeeper>(provider));
        services.AddMetrics();
        services.AddHostedService<EngineMeters>();
        if (limits.DrainSeconds > 0) services.AddHostedService(provider => ActivatorUtilities.CreateInstance<ProviderDrain>(provider, TimeSpan.FromSeconds(limits.DrainSeconds)));
    }

    private static Enclave MakeEnclave(IServiceProvider provider, ProviderRoleOptions options)
    {
        // Made here and nowhere else: these keys live as long as this process.
        var seed = new byte[SigningKey.SeedBytes];
        provider.GetRequiredService<IEntropy>().Fill(seed);
        var ed25519 = provider.GetRequiredService<IEd25519>();
        var sealing = SealingKeyPair.Create(provider.GetRequiredService<IEntropy>());
        var enclave = new Enclave(options.Wallet, new SigningKey(seed, ed25519), sealing, new HexBytes(SHA256.HashData(sealing.PublicKey.ToArray())), ed25519,
            [.. options.Upstreams.Select(upstream => new UpstreamEngine(upstream, provider.GetRequiredService<TimeProvider>()))]);
        foreach (var model in provider.GetRequiredService<ModelLoader>().LoadAll(options.AllModels)) enclave.Add(model);
        return enclave;
    }
}
