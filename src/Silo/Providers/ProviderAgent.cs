using System.Collections.Immutable;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;
using Cocoon.Grains;
using Cocoon.Grains.Inference;
using Cocoon.Silo.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Providers;

/// <summary>
/// Keeps this machine's provider on the market: joins with evidence bound to the enclave's key, announces its offers every
/// few seconds, and renews the appraisal at half its life.
/// </summary>
public sealed partial class ProviderAgent(
    IGrainFactory grains, Enclave enclave, ProviderRoleOptions options, MarketParameters market, TimeProvider time, ILogger<ProviderAgent> logger)
    : BackgroundService
{
    private static readonly TimeSpan AnnounceEvery = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var renewAt = DateTimeOffset.MinValue;
        using var timer = new PeriodicTimer(AnnounceEvery, time);
        do
        {
            try
            {
                if (time.GetUtcNow() >= renewAt) renewAt = await Join();
                else await grains.Provider(options.Wallet).Announce();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogOffMarket(e.GetType().Name, e.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<DateTimeOffset> Join()
    {
        var evidence = SimulatedEvidence.Create(new ReportBinding(enclave.PublicKey, market.NetworkId, options.Wallet));
        var appraisal = await grains.Provider(options.Wallet).Register(evidence.Raw.ToArray(), (int)evidence.Kind, enclave.PublicKey, Offers());
        LogJoined(options.Wallet.Raw, appraisal.Tier.Name(), appraisal.NotAfter);
        var now = time.GetUtcNow();
        return now + (appraisal.NotAfter - now) / 2;
    }

    private ImmutableList<Offer> Offers() => [.. enclave.Engines.Select(engine => new Offer(
        engine.Descriptor.ModelId, HexBytes.Parse(engine.Descriptor.WeightHash), engine.Descriptor.Quantization,
        engine.Descriptor.ContextLength, options.Prices, Math.Min(options.Slots, engine.Descriptor.MaxConcurrency), options.Region))];
}
