using System.Collections.Immutable;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;

namespace Cocoon.Silo.Providers;

/// <summary>How a provider's machine reaches its twin in the market: as a silo of the cluster, or through its edge grain. Thread-safe.</summary>
public interface IMarketSeat
{
    /// <inheritdoc cref="Grains.Providers.IProviderGrain.Register"/>
    Task<Appraisal> Register(byte[] evidence, ImmutableList<Offer> offers);

    /// <inheritdoc cref="Grains.Providers.IProviderGrain.Announce"/>
    Task<bool> Announce();

    /// <inheritdoc cref="Grains.Providers.IProviderGrain.Drain"/>
    Task Drain(bool draining);
}
