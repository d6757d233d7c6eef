using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;
using Cocoon.Grains;

namespace Cocoon.Silo.Providers;

/// <summary>The seat of a machine that is a silo.</summary>
internal sealed class SiloSeat(IGrainFactory grains, AccountAddress wallet) : IMarketSeat
{
    public Task<Appraisal> Register(byte[] evidence, ImmutableList<Offer> offers) => grains.Provider(wallet).Register(evidence, offers);

    public Task<bool> Announce() => grains.Provider(wallet).Announce();

    public Task Drain(bool draining) => grains.Provider(wallet).Drain(draining);
}
