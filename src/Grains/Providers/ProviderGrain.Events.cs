using Cocoon.Core.Trust;
using Cocoon.Grains.Events;

namespace Cocoon.Grains.Providers;

/// <summary>What people learn of a provider. Called right after the write that makes it true.</summary>
public sealed partial class ProviderGrain
{
    private void TellRegistered(int offers) => this.Tell(News(MarketEventKind.ProviderRegistered) with { Count = offers });

    private void TellRefused(RefusalCode code) => this.Tell(News(MarketEventKind.ProviderRefused) with { Code = code });

    private void TellDraining(bool draining) => this.Tell(News(draining ? MarketEventKind.ProviderDraining : MarketEventKind.ProviderResumed));

    private void Show()
    {
        if (State.Appraisal is { } appraisal) this.Gauges()?.Appraisal(Id, appraisal.Tier.Name(), appraisal.NotAfter);
    }

    private MarketEvent News(MarketEventKind kind) => new() { Kind = kind, At = Time.GetUtcNow(), Provider = Id };
}
