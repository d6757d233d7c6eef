using System.Collections.Immutable;
using Cocoon.Admin.Cluster;
using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Grains.Events;
using Cocoon.Grains.Operations;

namespace Cocoon.Admin.Market;

/// <summary>
/// The whole market as admins see it: made of what silos told and of a few records that are read again and again. Immutable
/// and bounded: the most that it holds is set by the limits below, however large the market is.
/// </summary>
public sealed record MarketPicture
{
    public const int MaxJobs = 500;
    public const int MaxProviders = 1_000;
    public const int MaxChannels = 1_000;
    public const int MaxBatches = 200;

    /// <summary>Models whose prices are followed.</summary>
    public const int MaxModels = 64;

    /// <summary>Offers kept, over all models.</summary>
    public const int MaxOffers = 10_000;

    /// <summary>Prices kept of each model.</summary>
    public const int MaxPrices = 720;

    public static readonly MarketPicture Empty = new();

    /// <summary>Grows with every change.</summary>
    public long Version { get; init; }

    public Totals Totals { get; init; } = Totals.Zero;
    public Activity Activity { get; init; } = Activity.Empty;
    public Recent<JobId, JobStory> Jobs { get; init; } = new(MaxJobs);
    public Recent<AccountAddress, ProviderStory> Providers { get; init; } = new(MaxProviders);
    public Recent<AccountAddress, ChannelStory> Channels { get; init; } = new(MaxChannels);
    public Recent<BatchKey, BatchStory> Batches { get; init; } = new(MaxBatches);

    /// <summary>The grain runtime.</summary>
    public ClusterView Cluster { get; init; } = ClusterView.Unknown;

    /// <summary>The market's rules; null before they were read.</summary>
    public MarketParameters? Rules { get; init; }

    /// <summary>All fresh offers of all models.</summary>
    public ImmutableList<RoutableOffer> Offers { get; init; } = [];

    public ImmutableSortedDictionary<string, ImmutableList<PricePoint>> Prices { get; init; } =
        ImmutableSortedDictionary.Create<string, ImmutableList<PricePoint>>(StringComparer.Ordinal);

    public Recent<AccountAddress, ProviderReading> Readings { get; init; } = new(MaxProviders);
    public ImmutableSortedDictionary<int, ShardReading> Shards { get; init; } = ImmutableSortedDictionary<int, ShardReading>.Empty;

    public ImmutableSortedDictionary<string, SiloReading> Silos { get; init; } =
        ImmutableSortedDictionary.Create<string, SiloReading>(StringComparer.Ordinal);

    /// <summary>Assertions of the ledger that failed, over all silos; anything but 0 is an incident.</summary>
    public long Violations => Silos.Values.Sum(silo => silo.Numbers?.InvariantViolations ?? 0);

    /// <summary>Takes in a silo's report.</summary>
    public MarketPicture With(string silo, SiloReport report, DateTimeOffset now)
    {
        var picture = report.Events.Aggregate(this, (before, news) => before.With(news, silo, now));
        var reading = (Silos.GetValueOrDefault(silo) ?? new SiloReading(silo)).With(report);
        return picture with
        {
            Silos = Silos.SetItem(silo, reading),
            Totals = picture.Totals with { Missed = picture.Totals.Missed + report.Missed },
            Version = Version + 1,
        };
    }

    /// <summary>Takes in the settled state of who belongs to the cluster: silos that left are forgotten.</summary>
    public MarketPicture WithSilos(IReadOnlyCollection<string> members) =>
        this with { Silos = Silos.RemoveRange(Silos.Keys.Where(silo => !members.Contains(silo))) };

    /// <summary>A silo did not answer.</summary>
    public MarketPicture WithSilence(string silo, DateTimeOffset now)
    {
        var reading = Silos.GetValueOrDefault(silo) ?? new SiloReading(silo);
        return this with { Silos = Silos.SetItem(silo, reading with { SilentSince = reading.SilentSince ?? now }), Version = Version + 1 };
    }

    public MarketPicture With(MarketEvent news, string silo, DateTimeOffset now) => this with
    {
        Version = Version + 1,
        Totals = Totals.With(news),
        Activity = Activity.Apply(news, now),
        Jobs = news.Job is { } job ? Jobs.With(job, story => (story ?? new JobStory(job)).With(news, silo)) : Jobs,
        Providers = news.Provider is { } provider ? Providers.With(provider, story => (story ?? new ProviderStory(provider)).With(news)) : Providers,
        Channels = news.Channel is { } channel ? Channels.With(channel, story => (story ?? new ChannelStory(channel)).With(news)) : Channels,
        Batches = news is { Shard: { } shard, Seqno: { } seqno }
            ? Batches.With(new BatchKey(shard, seqno), story => (story ?? new BatchStory(new BatchKey(shard, seqno))).With(news))
            : Batches,
    };

    /// <summary>Takes in the offers of all models.</summary>
    public MarketPicture With(ImmutableList<RoutableOffer> offers, DateTimeOffset now)
    {
        var prices = Prices;
        foreach (var model in (Rules?.Models.Keys ?? []).Order(StringComparer.Ordinal).Take(MaxModels))
        {
            var known = prices.GetValueOrDefault(model, []);
            prices = prices.SetItem(model, (known.Count < MaxPrices ? known : known.RemoveAt(0)).Add(Price(model, offers, now)));
        }
        return this with { Offers = offers, Prices = prices, Version = Version + 1 };
    }

    public MarketPicture With(ShardReading shard) =>
        this with { Shards = Shards.SetItem(shard.View.Shard, shard), Version = Version + 1 };

    public MarketPicture With(ProviderReading reading) =>
        this with { Readings = Readings.With(reading.View.Id, _ => reading), Version = Version + 1 };

    private static PricePoint Price(string model, ImmutableList<RoutableOffer> offers, DateTimeOffset now)
    {
        var asked = offers.Where(offer => offer.Offer.Model == model).Select(offer => offer.Offer.Prices.Completion).Order().ToArray();
        return asked.Length == 0 ? new PricePoint(now, 0, null, null) : new PricePoint(now, asked.Length, asked[0], asked[asked.Length / 2]);
    }
}
