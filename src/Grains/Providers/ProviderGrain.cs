using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Accounts;
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
/// <remarks>
/// The evidence stays in memory: it is large, and its owner can show it again. It is looked at again every few seconds, so
/// that what is revoked loses its leases within a minute.
/// </remarks>
public sealed partial class ProviderGrain(
    [PersistentState("provider", Stores.Ledger)] IPersistentState<ProviderState> record,
    MarketParameters market,
    IMachineVerifier verifier,
    TimeProvider time,
    ILogger<ProviderGrain> logger) : StateMachineGrain<ProviderState>(record, time), IProviderGrain
{
    /// <summary>How long an announcement counts; three missed ones take the provider off the market.</summary>
    public static readonly TimeSpan AnnouncementLife = TimeSpan.FromSeconds(15);

    /// <summary>How often the evidence is looked at again.</summary>
    public static readonly TimeSpan ReappraisalPeriod = TimeSpan.FromSeconds(20);

    /// <summary>How long a grain that came up anew, without the evidence, waits for it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly DateTimeOffset _activatedAt = time.GetUtcNow();
    private EvidenceBundle? _shown;

    private AccountAddress Id => AccountAddress.Parse(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(_ => Reappraise(), new GrainTimerCreationOptions { DueTime = ReappraisalPeriod, Period = ReappraisalPeriod });
        return base.OnActivateAsync(cancellationToken);
    }

    public async Task<Appraisal> Register(byte[] evidence, ImmutableList<Offer> offers)
    {
        var bundle = EvidenceBundle.TryDecode(evidence)
            ?? throw new RefusedException(RefusalCode.EvidenceRefused, $"The evidence was not accepted: {nameof(AttestationFailure.EvidenceMalformed)}. Send an evidence bundle of at most {EvidenceBundle.MaxBytes} bytes.");
        var result = await Judge(bundle, isRelayed: false);
        if (!result.IsAccepted) throw new RefusedException(RefusalCode.EvidenceRefused, $"The evidence was not accepted: {result.Failure}. {result.Detail}");
        foreach (var offer in offers)
        {
            if (!market.Models.TryGetValue(offer.Model, out var weights))
                throw new RefusedException(RefusalCode.ModelUnknown, $"The registry does not list the model '{offer.Model}'.");
            if (weights != offer.WeightHash)
                throw new RefusedException(RefusalCode.OfferInvalid, $"The weights offered as '{offer.Model}' are not the ones in the registry.");
        }
        var appraisal = result.ToAppraisal();
        await Commit(state => Provider.Register(state, Id, appraisal, offers, Time.GetUtcNow()));
        _shown = bundle;
        LogRegistered(Id, appraisal.Tier.Name(), offers.Count);
        await Announce();
        return appraisal;
    }

    public async Task<bool> Announce()
    {
        await Refresh();
        if (!State.IsRegistered) throw new RefusedException(RefusalCode.ProviderUnknown, "This provider has not registered.");
        var now = Time.GetUtcNow();
        var isOnMarket = !State.Draining && State.Appraisal!.NotAfter > now;
        foreach (var offer in State.Offers.Values)
        {
            var index = GrainFactory.Market(offer.Model);
            var routable = new RoutableOffer(Id, offer, State.Appraisal!.Tier, State.InUse(offer.Model, now), now + AnnouncementLife);
            await (isOnMarket ? index.Announce(routable) : index.Withdraw(Id));
        }
        return _shown is not null && State.Appraisal!.NotAfter > now;
    }

    public Task<byte[]> Evidence() => _shown is { } shown
        ? Task.FromResult(shown.Encode())
        : throw new RefusedException(RefusalCode.AppraisalExpired, "The provider's evidence is not at hand. Try again in a few seconds.");

    /// <summary>Evidence that was good may have become worthless: a revocation, a new policy, newer collateral.</summary>
    public async Task Reappraise()
    {
        var now = Time.GetUtcNow();
        if (State.Appraisal is not { } appraisal || appraisal.NotAfter <= now) return;
        if (_shown is { } shown)
        {
            var result = await Judge(shown, isRelayed: true);
            if (!result.IsAccepted || !result.Tier.Satisfies(appraisal.Tier)) await Revoke(result.Failure, result.Detail);
        }
        else if (now - _activatedAt >= Patience) await Revoke(AttestationFailure.EvidenceMissing, "The provider was asked for its evidence again and did not show it.");
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

    private Task<AppraisalResult> Judge(EvidenceBundle shown, bool isRelayed) =>
        verifier.Appraise(shown, new BindingExpectation(Id, IsRelayed: isRelayed), Time.GetUtcNow());

    private async Task Revoke(AttestationFailure failure, string detail)
    {
        LogRevoked(Id, failure, detail);
        var dropped = State.Leases.Keys.ToArray();
        await Commit(state => Provider.Revoke(state, Time.GetUtcNow()));
        _shown = null;
        var reason = new Refusal(RefusalCode.AppraisalRevoked, $"The provider is no longer trusted: {failure}. Nothing is charged; try again.");
        await Task.WhenAll(dropped.Select(job => Drop(job, reason)).Append(Announce()));
    }

    private async Task Drop(JobId job, Refusal reason)
    {
        try
        {
            await GrainFactory.Job(job).Fail(reason);
        }
        catch (Exception e) when (e is RefusedException or TimeoutException or OrleansException)
        {
            // It has ended already, or its deadline ends it.
            LogNotDropped(job, e.GetType().Name, e.Message);
        }
    }
}
