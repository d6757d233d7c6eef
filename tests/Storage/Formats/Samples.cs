using Cocoon.Grains;

namespace Cocoon.Storage.Tests.Formats;

/// <summary>
/// What the fixtures of the current format are written from: every stored type, every member set somewhere, every status
/// once. The numbers agree with one another as those of a real market would.
/// </summary>
internal static class Samples
{
    public static IReadOnlyList<StoredSample> All { get; } =
    [
        new("account", grains => grains.Account(Values.Address(1)), AccountSamples.Rich),
        new("batch", grains => grains.Batch(0, 6), SettlementSamples.Archive),
        new("channel.busy", grains => grains.Channel(Values.Address(2)), ChannelSamples.Busy),
        new("channel.closing", grains => grains.Channel(Values.Address(12)), ChannelSamples.Closing),
        .. JobSamples.All.Select(job => new StoredSample($"job.{job.Key}", grains => grains.Job(JobSamples.IdOf(job.Key)), job.Value)),
        new("provider", grains => grains.Provider(Values.Address(3)), ProviderSamples.Rich),
        new("settlement.claimed", grains => grains.Settlement(1), SettlementSamples.Claimed),
        new("settlement.confirmed", grains => grains.Settlement(2), SettlementSamples.Confirmed),
        new("settlement.written", grains => grains.Settlement(0), SettlementSamples.Written),
    ];
}
