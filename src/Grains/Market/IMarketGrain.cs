using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Market;
using Cocoon.Core.Pricing;
using Orleans.Concurrency;

namespace Cocoon.Grains.Market;

/// <summary>The index of offers for one model; the key is the model id. Nothing durable: providers announce themselves.</summary>
[Alias("cocoon.IMarketGrain"), Version(1)]
public interface IMarketGrain : IGrainWithStringKey
{
    /// <summary>Adds or renews an offer.</summary>
    [Alias("announce")]
    Task Announce(RoutableOffer offer);

    [Alias("withdraw")]
    Task Withdraw(AccountAddress provider);

    /// <summary>How many offers there are, for their bonuses. Cheap, so that each provider may ask with each announcement: stale ones count until the next snapshot.</summary>
    [Alias("count")]
    Task<int> Count();

    /// <summary>Says how many slots of an announced offer are in use now. Nobody waits for it: the next announcement says so again.</summary>
    [Alias("use"), OneWay]
    Task Use(AccountAddress provider, int inUse);

    /// <summary>What a settled batch sold of the model; counts for the reference price. Nobody waits for it: the batch is in the archive.</summary>
    [Alias("settled"), OneWay]
    Task Settled(SettledSales sales);

    /// <summary>What the model was sold for in the last day, as settled; null where nothing was.</summary>
    [Alias("reference")]
    Task<ReferencePrices?> Reference();

    /// <summary>All fresh offers, for those who look once. Routers follow <see cref="Changes"/>.</summary>
    [Alias("snapshot")]
    Task<ImmutableList<RoutableOffer>> Snapshot();

    /// <summary>
    /// What changed since a version: answers as soon as there is something, in steps of a twentieth of a second, and after ten
    /// seconds without anything.
    /// </summary>
    /// <param name="since">The version of the last answer; 0 at first.</param>
    [Alias("changes"), AlwaysInterleave]
    Task<OfferChanges> Changes(long since);
}
