using System.Collections.Immutable;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;

namespace Cocoon.Grains.Providers;

/// <summary>Machines that dial out.</summary>
public sealed partial class ProviderGrain
{
    public Task<Appraisal> RegisterEdge(byte[] evidence, ImmutableList<Offer> offers) => Join(evidence, offers, isEdge: true);

    public async Task Lost()
    {
        if (!State.IsEdge) return;
        foreach (var offer in State.Offers.Values) await GrainFactory.Market(offer.Model).Withdraw(Id);
    }

    /// <summary>A machine that proves nothing is never a member of the cluster.</summary>
    private static void RequireDialled(Tier tier, bool isEdge)
    {
        if (tier == Tier.Open && !isEdge)
            throw new RefusedException(RefusalCode.EvidenceRefused, "A machine without a TEE is no silo of this market. Let it dial out: set Cocoon:Edge (docs/open-tier.md).");
    }

    private static Step<ProviderState> Reached(Step<ProviderState> step, bool isEdge) =>
        step.Changed ? Step<ProviderState>.To(step.State with { IsEdge = isEdge }) : step;
}
