using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Market;

namespace Cocoon.Grains.Market;

/// <summary>The index of offers for one model; the key is the model id. Nothing durable: providers announce themselves.</summary>
[Alias("cocoon.IMarketGrain")]
public interface IMarketGrain : IGrainWithStringKey
{
    /// <summary>Adds or renews an offer.</summary>
    [Alias("announce")]
    Task Announce(RoutableOffer offer);

    [Alias("withdraw")]
    Task Withdraw(AccountAddress provider);

    /// <summary>All fresh offers, for a router to keep for about a second.</summary>
    [Alias("snapshot")]
    Task<ImmutableList<RoutableOffer>> Snapshot();
}
