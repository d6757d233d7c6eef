using System.Collections.Immutable;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Market;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;
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
    IGrainFactory grains, Enclave enclave, IEvidenceMaker evidence, ProviderRoleOptions options, MarketParameters market, TimeProvider time, ILogger<ProviderAgent> logger,
    IMarketSeat? seat = null)
    : BackgroundService
{
    private static readonly TimeSpan AnnounceEvery = TimeSpan.FromSeconds(5);

    private TaskCompletionSource _news = New();
    private ImmutableList<Offer> _told = [];

    private IMarketSeat Seat => seat ?? new SiloSeat(grains, options.Wallet);

    /// <summary>Models have come or gone: the market is told now rather than with the next announcement.</summary>
    public void Notice() => Volatile.Read(ref _news).TrySetResult();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var renewAt = DateTimeOffset.MinValue;
        for (; ; await Rest(stoppingToken))
        {
            try
            {
                LookAtEngines();
                var offers = Offers();
                // Who has never offered anything has nothing to take back.
                if (offers.IsEmpty && renewAt == DateTimeOffset.MinValue) continue;
                if (time.GetUtcNow() >= renewAt || !offers.SequenceEqual(_told)) renewAt = await Join(offers);
                else if (!await Seat.Announce()) renewAt = await Join(offers);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogOffMarket(e.GetType().Name, e.Message);
            }
        }
    }

    private async Task<DateTimeOffset> Join(ImmutableList<Offer> offers)
    {
        var shown = await evidence.Make(new EvidenceRequest(enclave.Claims, market.NetworkId, options.Wallet));
        var appraisal = await Seat.Register(shown.Encode(), offers);
        _told = offers;
        if (options.AuditsOnly) LogAudits(options.Wallet.Raw, appraisal.Tier.Name(), appraisal.NotAfter, offers.Count);
        else LogJoined(options.Wallet.Raw, appraisal.Tier.Name(), appraisal.NotAfter, offers.Count);
        var now = time.GetUtcNow();
        return now + (appraisal.NotAfter - now) / 2;
    }

    /// <summary>What hangs or has broken is not offered until it answers again; what ran on it ends.</summary>
    private void LookAtEngines()
    {
        foreach (var model in enclave.Models)
        {
            if (!model.Look()) continue;
            if (model.IsLost) LogEngineLost(model.Id, model.Running);
            else LogEngineBack(model.Id);
        }
    }

    private ImmutableList<Offer> Offers() => [.. enclave.Models.Where(static model => model.IsOffered).Select(Offer)];

    private Offer Offer(ServedModel model)
    {
        var engine = model.Engine.Descriptor;
        // What is not sold has no prices, whatever the model's own are.
        var ask = options.AuditsOnly ? ModelAsk.None : model.Ask;
        return new Offer(
            engine.ModelId, model.WeightHash, engine.Quantization,
            model.MaxContext > 0 ? Math.Min(model.MaxContext, engine.ContextLength) : engine.ContextLength, ask.Prices ?? options.Prices, Math.Min(model.Slots ?? options.Slots, engine.MaxConcurrency), options.Region)
        {
            Profile = model.Profile,
            BatchPrices = ask.BatchPrices,
            Floor = ask.Floor,
            AuditsOnly = options.AuditsOnly,
        };
    }

    private async Task Rest(CancellationToken stoppingToken)
    {
        var news = _news.Task;
        await Task.WhenAny(news, Task.Delay(AnnounceEvery, time, stoppingToken));
        stoppingToken.ThrowIfCancellationRequested();
        if (news.IsCompleted) Volatile.Write(ref _news, New());
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
