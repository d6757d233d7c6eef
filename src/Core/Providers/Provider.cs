using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Providers;

/// <summary>A provider's offers and leases as a pure state machine.</summary>
public static class Provider
{
    /// <summary>Models one provider may offer.</summary>
    public const int MaxOffers = 64;

    private static readonly TimeSpan ForgottenAfter = TimeSpan.FromHours(1);

    private static Step<ProviderState> Refuse(RefusalCode code, string message) => Step<ProviderState>.Refuse(code, message);

    /// <summary>
    /// A provider joins, or renews its appraisal and offers. A new enclave key is a new life of the machine: a new epoch,
    /// and the leases of the old one end.
    /// </summary>
    public static Step<ProviderState> Register(ProviderState state, AccountAddress id, Appraisal appraisal, IReadOnlyList<Offer> offers, DateTimeOffset now)
    {
        if (state.IsRegistered && state.Id != id) return Refuse(RefusalCode.OperationConflict, "This provider is registered with another wallet.");
        if (appraisal.NotAfter <= now) return Refuse(RefusalCode.AppraisalExpired, "The appraisal has expired. Appraise the machine again.");
        if (appraisal.EnclaveKey.Length != 32) return Refuse(RefusalCode.OfferInvalid, "An enclave key has 32 bytes.");
        if (offers.Count is < 1 or > MaxOffers) return Refuse(RefusalCode.OfferInvalid, $"A provider makes 1 to {MaxOffers} offers.");
        if (offers.FirstOrDefault(offer => !IsValid(offer)) is { } bad)
            return Refuse(RefusalCode.OfferInvalid, $"The offer for '{bad.Model}' needs a model, a 32-byte weight hash, prices of zero or more, and at least one slot.");
        if (offers.DistinctBy(offer => offer.Model).Count() != offers.Count) return Refuse(RefusalCode.OfferInvalid, "A model is offered twice.");

        var sameLife = state.Appraisal?.EnclaveKey == appraisal.EnclaveKey;
        return Step<ProviderState>.To((sameLife ? state : new ProviderState()) with
        {
            Id = id,
            Epoch = sameLife ? state.Epoch : checked(state.Epoch + 1),
            Appraisal = appraisal,
            Offers = new ProviderState().Offers.AddRange(offers.Select(offer => KeyValuePair.Create(offer.Model, offer))),
        });
    }

    /// <summary>Gives a slot to a job, at the offer's prices of this moment.</summary>
    public static Step<ProviderState> Lease(ProviderState state, LeaseRequest request, DateTimeOffset now)
    {
        if (!state.IsRegistered) return Refuse(RefusalCode.ProviderUnknown, "This provider has not registered.");
        if (state.Leases.TryGetValue(request.Job, out var given))
        {
            return Answers(given, request)
                ? Step<ProviderState>.Stay(state)
                : Refuse(RefusalCode.OperationConflict, "This job has a slot here for another request. Use a new job id.");
        }
        if (state.Draining) return Refuse(RefusalCode.ProviderDraining, "This provider takes no new jobs.");
        if (!state.Offers.TryGetValue(request.Model, out var offer)) return Refuse(RefusalCode.NoOffer, $"This provider does not offer '{request.Model}'.");
        if (!offer.Prices.IsWithin(request.Ceiling)) return Refuse(RefusalCode.PriceAboveCeiling, "This provider's prices have risen above the ceiling.");
        if (request.Tokens > offer.ContextLength) return Refuse(RefusalCode.RequestRefused, $"The model's context is {offer.ContextLength} tokens; prompt and max_tokens together ask for up to {request.Tokens}.");
        var appraisal = state.Appraisal!;
        if (appraisal.NotAfter <= now) return Refuse(RefusalCode.AppraisalExpired, "This provider's appraisal has expired.");
        if (!appraisal.Tier.Satisfies(request.LeastTier)) return Refuse(RefusalCode.TierNotMet, $"This provider is of tier {appraisal.Tier.Name()}.");
        if (request.Expires <= now) return Refuse(RefusalCode.DeadlineInvalid, "The job's deadline has passed.");
        if (state.InUse(request.Model, now) >= offer.Slots) return Refuse(RefusalCode.ProviderBusy, "All slots of this provider are in use.");

        var lease = new Lease(request.Job, state.Id, offer.Model, offer.WeightHash, offer.Prices, request.FeeBps, appraisal, state.Epoch, request.Expires);
        var alive = state.Leases.RemoveRange(state.Leases.Values.Where(old => old.Expires + ForgottenAfter <= now).Select(old => old.Job));
        return Step<ProviderState>.To(state with { Leases = alive.Add(request.Job, lease) });
    }

    /// <summary>
    /// The machine is no longer trusted: its appraisal ends now, its leases with it. It may register again with evidence that
    /// is accepted. Repeating it changes nothing.
    /// </summary>
    public static Step<ProviderState> Revoke(ProviderState state, DateTimeOffset now) =>
        state.Appraisal is not { } appraisal || (appraisal.NotAfter <= now && state.Leases.IsEmpty)
            ? Step<ProviderState>.Stay(state)
            : Step<ProviderState>.To(state with
            {
                Appraisal = appraisal with { NotAfter = appraisal.NotAfter < now ? appraisal.NotAfter : now },
                Leases = state.Leases.Clear(),
            });

    /// <summary>The job has ended; its slot is free. Releasing twice is harmless.</summary>
    public static Step<ProviderState> Release(ProviderState state, JobId job) => state.Leases.ContainsKey(job)
        ? Step<ProviderState>.To(state with { Leases = state.Leases.Remove(job) })
        : Step<ProviderState>.Stay(state);

    /// <summary>Stops or resumes taking new leases.</summary>
    public static Step<ProviderState> Drain(ProviderState state, bool draining) => state.Draining == draining
        ? Step<ProviderState>.Stay(state)
        : Step<ProviderState>.To(state with { Draining = draining });

    /// <summary>Whether a request may be the one that a lease was given for. The prices of then still hold, the fee too.</summary>
    private static bool Answers(Lease given, LeaseRequest request) =>
        given.Model == request.Model && given.Expires == request.Expires
        && given.Prices.IsWithin(request.Ceiling) && given.Appraisal.Tier.Satisfies(request.LeastTier);

    private static bool IsValid(Offer offer) =>
        offer is { Model.Length: > 0 and <= 128, WeightHash.Length: 32, Slots: > 0, ContextLength: > 0, Prices.IsValid: true };
}
