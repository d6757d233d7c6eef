using System.Diagnostics.Metrics;
using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Grains.Events;

namespace Cocoon.Telemetry.Events;

/// <summary>
/// Turns what grains show into gauges that are worked out when somebody looks. A process speaks of the grains that live in
/// it: dashboards add up or take the highest over all processes. Thread-safe.
/// </summary>
internal sealed class MarketGauges : IMarketGauges
{
    /// <summary>Channels looked at; above it the gauges are of the first so many.</summary>
    private const int MaxChannels = 200_000;

    private const int MaxOthers = 10_000;
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(2);

    private readonly TimeProvider _time;
    private readonly string[] _models;
    private readonly Sightings<AccountAddress, ChannelLevel> _channels;
    private readonly Sightings<int, ShardLevel> _shards;
    private readonly Sightings<string, OfferLevel> _offers;
    private readonly Sightings<AccountAddress, AppraisalLevel> _appraisals;

    /// <param name="meters">Makes the meter.</param>
    /// <param name="time">Tells how old a sighting is.</param>
    /// <param name="models">Models that are shown even while nobody offers them.</param>
    public MarketGauges(IMeterFactory meters, TimeProvider time, IEnumerable<string> models)
    {
        (_time, _models) = (time, [.. models]);
        _channels = new(time, Life, MaxChannels);
        _shards = new(time, Life, MaxOthers);
        _offers = new(time, Life, MaxOthers);
        _appraisals = new(time, Life, MaxOthers);
        var meter = meters.Create(MarketMeters.Name);
        meter.CreateObservableGauge("cocoon.ledger.channels", () => _channels.Current().Count, "{channel}", "Channels with a live grain in this process.");
        meter.CreateObservableGauge("cocoon.ledger.exposure", () => _channels.Current().Sum(entry => (double)entry.Value.Exposure.Value), "nanoton", "Work done and running that no voucher covers, over this process' channels.");
        meter.CreateObservableGauge("cocoon.ledger.exposure.highest", Highest, "1", "Exposure of the channel nearest to its credit cap, as a share of that cap.");
        meter.CreateObservableGauge("cocoon.ledger.outbox.age", () => Age(_channels.Current().Min(entry => entry.Value.Oldest)), "s", "Age of the oldest receipt that settlement has not taken over from its channel.");
        meter.CreateObservableGauge("cocoon.settlement.lag", () => OfShards(level => Age(level.Oldest)), "s", "Age of a shard's oldest receipt that is not final on chain.");
        meter.CreateObservableGauge("cocoon.settlement.pending", () => OfShards(level => level.Pending), "{receipt}", "A shard's receipts that are not final on chain.");
        meter.CreateObservableGauge("cocoon.settlement.owed", () => OfShards(level => level.Owed.Value), "nanoton", "Pay that a shard owes its providers.");
        meter.CreateObservableGauge("cocoon.settlement.differences", () => OfShards(level => level.Differences), "{difference}", "Where a shard's books and the chain differ; no batch is cut while there is any.");
        meter.CreateObservableGauge("cocoon.market.offers", () => OfModels(level => level.Offers), "{offer}", "Providers that offer a model now.");
        meter.CreateObservableGauge("cocoon.market.free_slots", () => OfModels(level => level.FreeSlots), "{slot}", "Jobs that the providers of a model could take now.");
        meter.CreateObservableGauge("cocoon.attestation.providers", () => OfTiers(static lives => lives.Count(life => life > 0)), "{provider}", "Providers with an appraisal in force, by tier.");
        meter.CreateObservableGauge("cocoon.attestation.expiry", () => OfTiers(static lives => lives.Min()), "s", "Time until the first appraisal of a tier ends; a healthy provider renews its own at half its life.");
    }

    public void Channel(AccountAddress channel, Nano exposure, Nano creditCap, DateTimeOffset? oldestReceipt) =>
        _channels.See(channel, new ChannelLevel(exposure, creditCap, oldestReceipt));

    public void Settlement(int shard, int pending, Nano owed, int differences, DateTimeOffset? oldestReceipt) =>
        _shards.See(shard, new ShardLevel(pending, owed, differences, oldestReceipt));

    public void Offers(string model, int offers, int freeSlots) => _offers.See(model, new OfferLevel(offers, freeSlots));

    public void Appraisal(AccountAddress provider, string tier, DateTimeOffset validUntil) => _appraisals.See(provider, new AppraisalLevel(tier, validUntil));

    private double Highest() => _channels.Current().Select(entry => entry.Value)
        .Select(level => level.Cap.IsPositive ? (double)level.Exposure.Value / level.Cap.Value : level.Exposure.IsPositive ? 1 : 0)
        .DefaultIfEmpty(0).Max();

    private double Age(DateTimeOffset? since) => since is { } at ? Math.Max(0, (_time.GetUtcNow() - at).TotalSeconds) : 0;

    private List<Measurement<double>> OfShards(Func<ShardLevel, double> value) =>
        _shards.Current().ConvertAll(entry => new Measurement<double>(value(entry.Value), new KeyValuePair<string, object?>("shard", entry.Key)));

    private List<Measurement<double>> OfModels(Func<OfferLevel, int> value) =>
        _offers.Current().UnionBy(_models.Select(model => KeyValuePair.Create(model, default(OfferLevel))), entry => entry.Key)
            .Select(entry => new Measurement<double>(value(entry.Value), new KeyValuePair<string, object?>("model", entry.Key))).ToList();

    private List<Measurement<double>> OfTiers(Func<List<double>, double> value)
    {
        var now = _time.GetUtcNow();
        return _appraisals.Current().GroupBy(entry => entry.Value.Tier, entry => (entry.Value.Until - now).TotalSeconds)
            .Select(tier => new Measurement<double>(value([.. tier]), new KeyValuePair<string, object?>("tier", tier.Key))).ToList();
    }

    private readonly record struct ChannelLevel(Nano Exposure, Nano Cap, DateTimeOffset? Oldest);

    private readonly record struct ShardLevel(int Pending, Nano Owed, int Differences, DateTimeOffset? Oldest);

    private readonly record struct OfferLevel(int Offers, int FreeSlots);

    private readonly record struct AppraisalLevel(string Tier, DateTimeOffset Until);
}
