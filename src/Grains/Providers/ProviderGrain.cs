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
/// Leases are in memory only: an activation that comes up anew knows none, and the engine's own slots bound what runs
/// (ADR 0012). The lease that counts is the job's; one that is not used at once is confirmed here before it is, by its epoch.
///
/// The evidence stays in memory: it is large, and its owner can show it again. It is looked at again every few seconds, so
/// that what is revoked loses its leases within a minute.
/// </remarks>
[GrainType("provider")]
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
    private ImmutableSortedDictionary<JobId, Lease> _leases = ImmutableSortedDictionary<JobId, Lease>.Empty;

    /// <summary>The twin with its leases.</summary>
    private ProviderState Live => State with { Leases = _leases };

    private AccountAddress Id => AccountAddress.Parse(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_leases, _days) = (State.Leases, State.Days ?? []);
        this.RegisterGrainTimer(static (twin, _) => twin.Beat(), this, new GrainTimerCreationOptions { DueTime = ReappraisalPeriod, Period = ReappraisalPeriod });
        return base.OnActivateAsync(cancellationToken);
    }

    public Task<Appraisal> Register(byte[] evidence, ImmutableList<Offer> offers) => Join(evidence, offers, isEdge: false);

    private async Task<Appraisal> Join(byte[] evidence, ImmutableList<Offer> offers, bool isEdge)
    {
        var bundle = EvidenceBundle.TryDecode(evidence)
            ?? throw new RefusedException(RefusalCode.EvidenceRefused, $"The evidence was not accepted: {nameof(AttestationFailure.EvidenceMalformed)}. Send an evidence bundle of at most {EvidenceBundle.MaxBytes} bytes.");
        var result = await Judge(bundle, isRelayed: false);
        if (!result.IsAccepted)
        {
            TellRefused(RefusalCode.EvidenceRefused);
            throw new RefusedException(RefusalCode.EvidenceRefused, $"The evidence was not accepted: {result.Failure}. {result.Detail}");
        }
        RequireDialled(result.Tier, isEdge);
        foreach (var offer in offers)
        {
            if (!market.Models.TryGetValue(offer.Model, out var weights))
                throw new RefusedException(RefusalCode.ModelUnknown, $"The registry does not list the model '{offer.Model}'.");
            if (weights != offer.WeightHash)
                throw new RefusedException(RefusalCode.OfferInvalid, $"The weights offered as '{offer.Model}' are not the ones in the registry.");
        }
        var appraisal = result.ToAppraisal();
        var (before, offered) = (State.Epoch, State.Offers);
        var after = await Store(state => Reached(Provider.Register(state, Id, appraisal, offers, Time.GetUtcNow()), isEdge));
        if (after.Epoch != before) _leases = _leases.Clear();
        _shown = bundle;
        LogRegistered(Id, appraisal.Tier.Name(), offers.Count);
        TellRegistered(offers.Count);
        foreach (var gone in offered.Keys.Except(after.Offers.Keys)) await GrainFactory.Market(gone).Withdraw(Id);
        await Announce();
        return appraisal;
    }

    public async Task<bool> Announce()
    {
        await Refresh();
        if (!State.IsRegistered) throw new RefusedException(RefusalCode.ProviderUnknown, "This provider has not registered.");
        var now = Time.GetUtcNow();
        Show();
        var isOnMarket = State.TakesLeases && State.Appraisal!.NotAfter > now;
        foreach (var offer in State.Offers.Keys.Select(model => Provider.Effective(State, model)!))
        {
            var index = GrainFactory.Market(offer.Model);
            var routable = new RoutableOffer(Id, offer, State.Appraisal!.Tier, Live.InUse(offer.Model, now), now + AnnouncementLife) { IsEdge = State.IsEdge };
            var isOpen = isOnMarket && !offer.AuditsOnly && State.IsOpen(offer.Model, now);
            await (isOpen ? index.Announce(Reputed(routable, now)) : index.Withdraw(Id));
            _toldUse = _toldUse.SetItem(offer.Model, routable.InUse);
            if (isOpen) await CountOffers(offer.Model, index);
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

    public async Task<Lease> Lease(LeaseRequest request)
    {
        // What the record says is read again by and by, so that a second life of this twin cannot lease for long after the first was revoked.
        await Refresh();
        var step = Provider.Lease(Live, request, Time.GetUtcNow(), _quotes, BonusOf(request.Model, request.FeeBps));
        if (step.Refusal is { } refusal)
        {
            NoteRefused(refusal.Code);
            throw new RefusedException(refusal);
        }
        NoteLeased();
        if (step.Changed && !request.Quote.IsEmpty) _quotes = _quotes.Use(request.Quote, request.Job);
        _leases = step.State.Leases;
        TellUse();
        return _leases[request.Job];
    }

    public async Task Confirm(long leaseEpoch)
    {
        await Refresh();
        if (Provider.Confirm(State, leaseEpoch, Time.GetUtcNow()) is { } refusal) throw new RefusedException(refusal);
    }

    public Task Release(JobId job)
    {
        _leases = _leases.Remove(job);
        TellUse();
        return Task.CompletedTask;
    }

    public Task End(JobEnd end)
    {
        Count(end);
        NoteEnd(end);
        return Release(end.Job);
    }

    public async Task<ProviderView> View()
    {
        await Refresh();
        if (!State.IsRegistered) throw new RefusedException(RefusalCode.ProviderUnknown, "This provider has not registered.");
        var now = Time.GetUtcNow();
        var earnings = ProviderTally.Zero;
        for (var shard = 0; shard < market.Vaults.Count; shard++) earnings += await GrainFactory.Settlement(shard).Earnings(Id);
        return new ProviderView(Id, State.Appraisal!, [.. State.Offers.Keys.Select(model => Provider.Effective(State, model)!)],
            _leases.Values.Count(lease => lease.Expires > now), State.Draining || State.OwnerDraining, earnings)
        {
            OwnerDraining = State.OwnerDraining,
            Scores = [.. State.Offers.Keys.Union(Known.ByModel.Keys).Order(StringComparer.Ordinal).Select(Score)],
        };
    }

    /// <summary>Commits without leases, those of older records included.</summary>
    private Task<ProviderState> Store(Func<ProviderState, Step<ProviderState>> decide) => Commit(state =>
    {
        var step = decide(state);
        return step.Changed ? Step<ProviderState>.To(step.State with { Leases = step.State.Leases.Clear() }) : step;
    });

    private Task<AppraisalResult> Judge(EvidenceBundle shown, bool isRelayed) =>
        verifier.Appraise(shown, new BindingExpectation(Id, IsRelayed: isRelayed), Time.GetUtcNow());

    private async Task Revoke(AttestationFailure failure, string detail)
    {
        LogRevoked(Id, failure, detail);
        var dropped = _leases.Keys.ToArray();
        await Store(state => Provider.Revoke(state with { Leases = _leases }, Time.GetUtcNow()));
        TellRefused(RefusalCode.AppraisalRevoked);
        (_leases, _shown) = (_leases.Clear(), null);
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
