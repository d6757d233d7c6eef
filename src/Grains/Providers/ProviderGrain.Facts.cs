using System.Collections.Immutable;
using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;

namespace Cocoon.Grains.Providers;

/// <summary>
/// What the twin tells the provider's owner: what was delivered, day by day, and what was refused. Figures for people, kept in
/// memory and written every few minutes: a crash loses some of them, and no money hangs on them.
/// </summary>
public sealed partial class ProviderGrain
{
    /// <summary>How often the days are written, if anything was delivered.</summary>
    private static readonly TimeSpan WriteDaysEvery = TimeSpan.FromMinutes(5);

    private ImmutableSortedDictionary<RefusalCode, long> _refusals = ImmutableSortedDictionary<RefusalCode, long>.Empty;
    private ImmutableList<ProviderDay> _days = [];
    private DateTimeOffset? _lastLeaseAt;

    public async Task<ProviderFacts> Facts()
    {
        await Refresh();
        var now = Time.GetUtcNow();
        return new ProviderFacts(
            Id, State.IsRegistered, State.Appraisal?.Tier, State.Appraisal?.NotAfter, State.Draining || State.OwnerDraining, State.HasLeft, State.JoinedAt,
            [.. State.Offers.Values.Select(offer => new ModelInUse(Provider.Effective(offer, State.TermsOf(offer.Model)), Live.InUse(offer.Model, now), State.IsOpen(offer.Model, now)))],
            _days,
            [.. _refusals.Select(static refusal => new RefusalCount(refusal.Key, refusal.Value)).OrderByDescending(static refusal => refusal.Count)],
            _activatedAt,
            _lastLeaseAt) { OwnerDraining = State.OwnerDraining };
    }

    public Task OwnerDrain() => Steer(static state => Provider.OwnerDrain(state));

    public Task Leave(bool left) => Steer(state => Provider.Leave(state, left));

    public Task Drain(bool draining) => Steer(state => Provider.Drain(state, draining));

    /// <summary>Whether new jobs are taken may change: people and routers learn it at once.</summary>
    private async Task Steer(Func<ProviderState, Step<ProviderState>> decide)
    {
        var before = State.TakesLeases;
        var after = await Store(decide);
        if (after.TakesLeases != before) TellDraining(!after.TakesLeases);
        await Announce();
    }

    private void NoteRefused(RefusalCode code) => _refusals = _refusals.SetItem(code, _refusals.GetValueOrDefault(code) + 1);

    private void NoteLeased() => _lastLeaseAt = Time.GetUtcNow();

    /// <summary>Only jobs whose lease is known here count: that also makes a repeated end harmless.</summary>
    private void NoteEnd(JobEnd end)
    {
        if (_leases.TryGetValue(end.Job, out var lease)) _days = ProviderDays.Add(_days, end, lease, Time.GetUtcNow());
    }

    private Task WriteDays() => !State.IsRegistered || _days.IsEmpty || ReferenceEquals(_days, State.Days)
        ? Task.CompletedTask
        : Store(state => Step<ProviderState>.To(state with { Days = _days }));
}
