using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Providers;
using Cocoon.Core.Settlement;
using Cocoon.Core.Trust;
using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Providers;

/// <summary>
/// Thin shell over <see cref="Provider"/>. State record: ProviderState. Invariants: never more leases than slots; a lease
/// names an appraisal that was fresh and allowed (I12). What it earned is asked of the settlement shards, which own it.
/// </summary>
public sealed partial class ProviderGrain(
    [PersistentState("provider", Stores.Ledger)] IPersistentState<ProviderState> record,
    MarketParameters market,
    IEnumerable<IEvidenceVerifier> verifiers,
    TimeProvider time,
    ILogger<ProviderGrain> logger) : StateMachineGrain<ProviderState>(record, time), IProviderGrain
{
    /// <summary>How long an announcement counts; three missed ones take the provider off the market.</summary>
    public static readonly TimeSpan AnnouncementLife = TimeSpan.FromSeconds(15);

    private AccountAddress Id => AccountAddress.Parse(this.GetPrimaryKeyString());

    public async Task<Appraisal> Register(byte[] evidence, int evidenceKind, HexBytes enclaveKey, ImmutableList<Offer> offers)
    {
        var appraisal = Appraise(new MachineEvidence((EvidenceKind)evidenceKind, evidence), enclaveKey);
        foreach (var offer in offers)
        {
            if (!market.Models.TryGetValue(offer.Model, out var weights))
                throw new RefusedException(RefusalCode.ModelUnknown, $"The registry does not list the model '{offer.Model}'.");
            if (weights != offer.WeightHash)
                throw new RefusedException(RefusalCode.OfferInvalid, $"The weights offered as '{offer.Model}' are not the ones in the registry.");
        }
        await Commit(state => Provider.Register(state, Id, appraisal, offers, Time.GetUtcNow()));
        LogRegistered(Id, appraisal.Tier.Name(), offers.Count);
        await Announce();
        return appraisal;
    }

    public async Task Announce()
    {
        await Refresh();
        if (!State.IsRegistered) throw new RefusedException(RefusalCode.ProviderUnknown, "This provider has not registered.");
        var now = Time.GetUtcNow();
        foreach (var offer in State.Offers.Values)
        {
            var index = GrainFactory.Market(offer.Model);
            var routable = new RoutableOffer(Id, offer, State.Appraisal!.Tier, State.InUse(offer.Model, now), now + AnnouncementLife);
            await (State.Draining ? index.Withdraw(Id) : index.Announce(routable));
        }
    }

    public async Task<Lease> Lease(LeaseRequest request) =>
        (await Commit(state => Provider.Lease(state, request, Time.GetUtcNow()))).Leases[request.Job];

    public Task Release(JobId job) => Commit(state => Provider.Release(state, job));

    public async Task Drain(bool draining)
    {
        await Commit(state => Provider.Drain(state, draining));
        await Announce();
    }

    public async Task<ProviderView> View()
    {
        await Refresh();
        if (!State.IsRegistered) throw new RefusedException(RefusalCode.ProviderUnknown, "This provider has not registered.");
        var now = Time.GetUtcNow();
        var earnings = ProviderTally.Zero;
        for (var shard = 0; shard < market.Vaults.Count; shard++) earnings += await GrainFactory.Settlement(shard).Earnings(Id);
        return new ProviderView(Id, State.Appraisal!, [.. State.Offers.Values],
            State.Leases.Values.Count(lease => lease.Expires > now), State.Draining, earnings);
    }

    private Appraisal Appraise(MachineEvidence evidence, HexBytes enclaveKey)
    {
        var verifier = verifiers.FirstOrDefault(verifier => verifier.Kind == evidence.Kind)
            ?? throw new RefusedException(RefusalCode.OfferInvalid, $"This market has no verifier for evidence of kind {(int)evidence.Kind}.");
        var result = verifier.Verify(evidence, new ReportBinding(enclaveKey, market.NetworkId, Id), Time.GetUtcNow());
        return result.Appraisal
            ?? throw new RefusedException(RefusalCode.AppraisalExpired, $"The evidence was not accepted: {result.Failure}.");
    }
}
