using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Quotes;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Providers;

/// <summary>
/// A provider's offers and leases as a pure state machine. What <see cref="Lease"/> and <see cref="Release"/> change lives in
/// memory only (ADR 0012); all else is stored.
/// </summary>
public static partial class Provider
{
    /// <summary>Models one provider may offer.</summary>
    public const int MaxOffers = 64;

    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromHours(1);

    private static Step<ProviderState> Refuse(RefusalCode code, string message) => Step<ProviderState>.Refuse(code, message);

    /// <summary>
    /// A provider joins, or renews its appraisal and offers. A new enclave key is a new life of the machine: a new epoch,
    /// and the leases of the old one end. Without offers it stays registered and sells nothing: its engines rest, or are broken.
    /// </summary>
    public static Step<ProviderState> Register(ProviderState state, AccountAddress id, Appraisal appraisal, IReadOnlyList<Offer> offers, DateTimeOffset now)
    {
        if (state.IsRegistered && state.Id != id) return Refuse(RefusalCode.OperationConflict, "This provider is registered with another wallet.");
        if (appraisal.NotAfter <= now) return Refuse(RefusalCode.AppraisalExpired, "The appraisal has expired. Appraise the machine again.");
        if (appraisal.EnclaveKey.Length != 32) return Refuse(RefusalCode.OfferInvalid, "An enclave key has 32 bytes.");
        if (offers.Count > MaxOffers) return Refuse(RefusalCode.OfferInvalid, $"A provider makes at most {MaxOffers} offers.");
        if (offers.FirstOrDefault(offer => !IsValid(offer)) is { } bad)
            return Refuse(RefusalCode.OfferInvalid, $"The offer for '{bad.Model}' needs a model, a 32-byte weight hash, prices of zero or more and not below its floor, at least one slot, and figures that can be.");
        if (offers.DistinctBy(offer => offer.Model).Count() != offers.Count) return Refuse(RefusalCode.OfferInvalid, "A model is offered twice.");

        var sameLife = state.Appraisal?.EnclaveKey == appraisal.EnclaveKey;
        return Step<ProviderState>.To((sameLife ? state : state with { Draining = false, Leases = state.Leases.Clear() }) with
        {
            Id = id,
            Epoch = sameLife ? state.Epoch : checked(state.Epoch + 1),
            Appraisal = appraisal,
            JoinedAt = state.IsRegistered ? state.JoinedAt : now,
            Offers = new ProviderState().Offers.AddRange(offers.Select(offer => KeyValuePair.Create(offer.Model, offer))),
        });
    }

    /// <summary>
    /// Gives a slot to a job, at the prices of this moment: those of its quote, where it names one, or of the offer on the
    /// provider's terms. Whoever gets a slot for a quote has used it (<see cref="QuoteBook.Use"/>).
    /// </summary>
    /// <param name="state">The provider.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="now">The time.</param>
    /// <param name="quotes">What was quoted; null for nothing.</param>
    /// <param name="bonusBps">The bonus of this moment (<see cref="Market.Bonuses"/>); a lease that was given keeps its own.</param>
    public static Step<ProviderState> Lease(ProviderState state, LeaseRequest request, DateTimeOffset now, QuoteBook? quotes = null, int bonusBps = 0)
    {
        if (!state.IsRegistered) return Refuse(RefusalCode.ProviderUnknown, "This provider has not registered.");
        if (state.Leases.TryGetValue(request.Job, out var given) && given.Epoch == state.Epoch)
        {
            return Answers(given, request)
                ? Step<ProviderState>.Stay(state)
                : Refuse(RefusalCode.OperationConflict, "This job has a slot here for another request. Use a new job id.");
        }
        if (Unsold(state, request.Model, request.Class, now) is { } unsold) return Refuse(unsold.Code, unsold.Message);
        var (offer, terms) = (Effective(state, request.Model)!, state.TermsOf(request.Model));
        if (!request.Quote.IsEmpty && (quotes ?? QuoteBook.Empty).Refusal(request, now) is { } unquoted) return Refuse(unquoted.Code, unquoted.Message);
        var prices = request.Quote.IsEmpty ? offer.PricesFor(request.Class)! : quotes![request.Quote].Prices;
        if (!prices.IsWithin(request.Ceiling)) return Refuse(RefusalCode.PriceAboveCeiling, "This provider's prices have risen above the ceiling.");
        if (Unfit(state, offer, request.Tokens, request.LeastTier, now) is { } unfit) return Refuse(unfit.Code, unfit.Message);
        if (request.Expires <= now) return Refuse(RefusalCode.DeadlineInvalid, "The job's deadline has passed.");
        var kept = KeptFree(offer, terms, request.Class);
        if (state.InUse(request.Model, now) + kept >= offer.Slots)
            return Refuse(RefusalCode.ProviderBusy, kept == 0 ? "All slots of this provider are in use." : "This provider's slots are in use, or kept for jobs that do not wait. Batch jobs get what is idle.");

        var lease = new Lease(request.Job, state.Id, offer.Model, offer.WeightHash, prices, request.FeeBps, state.Appraisal!, state.Epoch, request.Expires)
        {
            Class = request.Class,
            BonusBps = bonusBps,
            IsEdge = state.IsEdge,
        };
        Invariant.Require(bonusBps >= 0 && bonusBps <= request.FeeBps, "I10", $"a bonus of {bonusBps} basis points at a fee of {request.FeeBps}");
        var alive = state.Leases.RemoveRange(state.Leases.Values.Where(old => old.Expires + ForgottenAfter <= now).Select(old => old.Job));
        var after = state with { Leases = alive.SetItem(request.Job, lease) };
        Invariant.Require(after.InUse(request.Model, now) <= offer.Slots, "I3", $"provider {state.Id} leased more slots of '{request.Model}' than it has");
        return Step<ProviderState>.To(after);
    }

    /// <summary>Whether a lease of some time ago still stands: the machine lives the same life and is still trusted.</summary>
    /// <returns>Why not; null when it stands.</returns>
    public static Refusal? Confirm(ProviderState state, long leaseEpoch, DateTimeOffset now) => state switch
    {
        { Appraisal: { } appraisal } when state.Epoch == leaseEpoch && appraisal.NotAfter > now => null,
        _ => new Refusal(RefusalCode.AppraisalRevoked, "The provider is no longer the machine that was leased, or no longer trusted. Nothing is charged; try again."),
    };

    /// <summary>
    /// The machine is no longer trusted: its appraisal ends now, its leases with it, and so does its life: what was leased
    /// before is never confirmed again, not even after it has registered anew with evidence that is accepted. Repeating it
    /// changes nothing.
    /// </summary>
    public static Step<ProviderState> Revoke(ProviderState state, DateTimeOffset now) =>
        state.Appraisal is not { } appraisal || (appraisal.NotAfter <= now && state.Leases.IsEmpty)
            ? Step<ProviderState>.Stay(state)
            : Step<ProviderState>.To(state with
            {
                Epoch = checked(state.Epoch + 1),
                Appraisal = appraisal with { NotAfter = appraisal.NotAfter < now ? appraisal.NotAfter : now },
                Leases = state.Leases.Clear(),
            });

    /// <summary>The job has ended; its slot is free. Releasing twice is harmless.</summary>
    public static Step<ProviderState> Release(ProviderState state, JobId job) => state.Leases.ContainsKey(job)
        ? Step<ProviderState>.To(state with { Leases = state.Leases.Remove(job) })
        : Step<ProviderState>.Stay(state);

    /// <summary>Stops or resumes taking new leases, until a new life of the machine at the latest: for a machine that stops.</summary>
    public static Step<ProviderState> Drain(ProviderState state, bool draining) => state.Draining == draining
        ? Step<ProviderState>.Stay(state)
        : Step<ProviderState>.To(state with { Draining = draining });

    /// <summary>The owner wants no new leases, through new lives of the machine; <see cref="Leave"/> with false ends that.</summary>
    public static Step<ProviderState> OwnerDrain(ProviderState state)
    {
        if (!state.IsRegistered) return Refuse(RefusalCode.ProviderUnknown, "This provider has not registered.");
        return state.OwnerDraining ? Step<ProviderState>.Stay(state) : Step<ProviderState>.To(state with { OwnerDraining = true });
    }

    /// <summary>The owner takes the provider off the market for good, or brings it back, from drains too; a new life of the machine does not.</summary>
    public static Step<ProviderState> Leave(ProviderState state, bool left)
    {
        if (!state.IsRegistered) return Refuse(RefusalCode.ProviderUnknown, "This provider has not registered.");
        var after = left ? state with { HasLeft = true, Draining = true } : state with { HasLeft = false, Draining = false, OwnerDraining = false };
        return after == state ? Step<ProviderState>.Stay(state) : Step<ProviderState>.To(after);
    }

    /// <summary>Whether a request may be the one that a lease was given for. The prices of then still hold, the fee too.</summary>
    private static bool Answers(Lease given, LeaseRequest request) =>
        given.Model == request.Model && given.Expires == request.Expires
        && given.Prices.IsWithin(request.Ceiling) && given.Appraisal.Tier.Satisfies(request.LeastTier);

    private static bool IsValid(Offer offer) =>
        offer is { Model.Length: > 0 and <= 128, WeightHash.Length: 32, Slots: > 0, ContextLength: > 0, Prices.IsValid: true, Profile: null or { IsValid: true }, BatchPrices: null or { IsValid: true } }
        && (offer.Floor is not { } floor || (floor.IsValid && floor.IsWithin(offer.Prices)));
}
