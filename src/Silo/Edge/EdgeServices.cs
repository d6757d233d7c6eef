using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Open;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Grains.Audits;
using Cocoon.Grains.Inference;
using Cocoon.Silo.Hosting;
using Cocoon.Silo.Providers;
using Cocoon.Silo.Settings;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Edge;

/// <summary>Gives a process an engine that it sells by dialling out.</summary>
internal static class EdgeServices
{
    /// <summary>A machine without a TEE: its wallet's key signs for it. Before trust is added, which brings other evidence.</summary>
    public static void AddOpenEvidence(this IServiceCollection services, AccountAddress wallet, SigningKey key, MarketParameters market) =>
        services.AddSingleton<IEvidenceMaker>(provider => new OpenEvidenceMaker(
            wallet, key, market.NetworkId, provider.GetService<IEpochSource>() ?? new NoEpochs(), provider.GetRequiredService<IEd25519>()));

    public static void AddEdge(this IServiceCollection services, ProviderRoleOptions options, SiloSettings limits)
    {
        services.AddSingleton<EdgeSeat>();
        services.AddSingleton<IMarketSeat>(static provider => provider.GetRequiredService<EdgeSeat>());
        services.AddSingleton<EdgeAnswers>();
        services.AddSingleton(static provider => new AnswerRunner(
            provider.GetRequiredService<Enclave>(), provider.GetRequiredService<IEvidenceMaker>(), provider.GetRequiredService<MarketParameters>(),
            provider.GetRequiredService<IEntropy>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<AnswerRunner>>()));
        services.AddSingleton(static provider => new EnclaveAudits(
            provider.GetRequiredService<Enclave>(), provider.GetRequiredService<IMachineVerifier>(), provider.GetRequiredService<MarketParameters>().NetworkId,
            provider.GetRequiredService<IEntropy>(), provider.GetRequiredService<TimeProvider>()));
        services.AddProvider(options, limits);
        services.AddHostedService<EdgeWorker>();
    }
}
