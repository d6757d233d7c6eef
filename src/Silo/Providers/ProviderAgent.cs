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
/// Keeps this machine's provider on the market: joins with evidence bound to the enclave's keys, announces its offers every
/// few seconds, and shows new evidence at half the appraisal's life, or when the market asks for it.
/// </summary>
public sealed partial class ProviderAgent(
    IGrainFactory grains, Enclave enclave, IEvidenceMaker evidence, ProviderRoleOptions options, MarketParameters market, TimeProvider time, ILogger<ProviderAgent> logger)
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
                else if (!await grains.Provider(options.Wallet).Announce()) renewAt = await Join();
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
        var shown = await evidence.Make(new EvidenceRequest(enclave.Claims, market.NetworkId, options.Wallet));
        var appraisal = await grains.Provider(options.Wallet).Register(shown.Encode(), Offers());
        LogJoined(options.Wallet.Raw, appraisal.Tier.Name(), appraisal.NotAfter);
        var now = time.GetUtcNow();
        return now + (appraisal.NotAfter - now) / 2;
    }

    private ImmutableList<Offer> Offers() => [.. enclave.Engines.Select(engine => new Offer(
        engine.Descriptor.ModelId, HexBytes.Parse(engine.Descriptor.WeightHash), engine.Descriptor.Quantization,
        engine.Descriptor.ContextLength, options.Prices, Math.Min(options.Slots, engine.Descriptor.MaxConcurrency), options.Region))];
}
