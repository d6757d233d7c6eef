using Cocoon.Core.Tests.Models;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Tests.Providers;

/// <summary>
/// A provider's slots after design.md section 6: an atomic check of offer, prices, tier, freshness and free slots. Two
/// models, at most a thousand tokens each. Times in seconds.
/// </summary>
internal sealed class LeaseModel
{
    /// <summary>An expired lease is remembered at least this long.</summary>
    private const long Remembered = 3_600;

    private readonly Dictionary<int, (int Model, long Price, Tier Tier, long Expires)> _leases = [];
    private LeaseCommand.Register? _registered;
    private long _appraisedUntil;

    public bool Draining { get; private set; }

    /// <summary>What only the owner ends.</summary>
    public bool OwnerDraining { get; private set; }

    public long Epoch { get; private set; }

    public bool IsRegistered => _registered is not null;

    /// <summary>Jobs with a slot of a model now.</summary>
    public int InUse(int model, long now) => _leases.Values.Count(lease => lease.Model == model && lease.Expires > now);

    public int Slots => _registered?.Slots ?? 0;

    public long Price => _registered?.Price ?? 0;

    /// <summary>Leases that must be there, by job: model, price, tier and end.</summary>
    public IReadOnlyDictionary<int, (int Model, long Price, Tier Tier, long Expires)> Leases => _leases;

    public Expected Register(LeaseCommand.Register register, long now)
    {
        List<RefusalCode> reasons = [];
        if (register.Wrong == WrongOffer.Wallet && IsRegistered) reasons.Add(RefusalCode.OperationConflict);
        if (register.Appraised <= 0) reasons.Add(RefusalCode.AppraisalExpired);
        if (register.Wrong is not (WrongOffer.No or WrongOffer.Wallet)) reasons.Add(RefusalCode.OfferInvalid);
        if (reasons.Count > 0) return Expected.Refused(reasons);
        if (_registered?.Key != register.Key)
        {
            // A new life of the machine: what it had promised before is void.
            _leases.Clear();
            Draining = false;
            Epoch++;
        }
        (_registered, _appraisedUntil) = (register, now + register.Appraised);
        return Expected.Changed;
    }

    public Expected Lease(LeaseCommand.Lease lease, long now)
    {
        if (!IsRegistered) return Expected.Refused(RefusalCode.ProviderUnknown);
        if (_leases.TryGetValue(lease.Job, out var held))
        {
            // I3: the same request keeps its slot; another one under the same id is told so.
            if ((held.Model, held.Expires) != (lease.Model, now + lease.Seconds) || held.Price > lease.Ceiling || !Serves(held.Tier, lease.Least))
                return Expected.Refused(RefusalCode.OperationConflict);
            return Expected.Same;
        }
        List<RefusalCode> reasons = [];
        if (Draining || OwnerDraining) reasons.Add(RefusalCode.ProviderDraining);
        if (lease.Model > 2) reasons.Add(RefusalCode.NoOffer);
        else if (Price > lease.Ceiling) reasons.Add(RefusalCode.PriceAboveCeiling);
        if (lease.Tokens > 1_000) reasons.Add(RefusalCode.RequestRefused);
        if (_appraisedUntil <= now) reasons.Add(RefusalCode.AppraisalExpired);
        if (!Serves(_registered!.Tier, lease.Least)) reasons.Add(RefusalCode.TierNotMet);
        if (lease.Seconds <= 0) reasons.Add(RefusalCode.DeadlineInvalid);
        if (InUse(lease.Model, now) >= Slots) reasons.Add(RefusalCode.ProviderBusy);
        if (reasons.Count > 0) return Expected.Refused(reasons);
        foreach (var (job, old) in _leases)
            if (old.Expires + Remembered <= now) _leases.Remove(job);
        _leases[lease.Job] = (lease.Model, Price, _registered.Tier, now + lease.Seconds);
        return Expected.Changed;
    }

    public Expected Release(int job) => Expected.ChangedIf(_leases.Remove(job));

    public Expected Drain(bool draining)
    {
        var changes = Draining != draining;
        Draining = draining;
        return Expected.ChangedIf(changes);
    }

    /// <summary>Whatever drains it, the owner's resuming ends it.</summary>
    public Expected Own(bool draining)
    {
        var changes = draining ? !OwnerDraining : OwnerDraining || Draining;
        (OwnerDraining, Draining) = (draining, draining && Draining);
        return Expected.ChangedIf(changes);
    }

    /// <summary>Tiers that prove something serve all below them; the two that do not serve only who names them.</summary>
    private static bool Serves(Tier offered, Tier least) => offered is Tier.CpuTee or Tier.CcGpu ? (int)offered >= (int)least : offered == least;
}
