using Cocoon.Core;
using Cocoon.Core.Market;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;

namespace Cocoon.Grains.Tests;

/// <summary>The index of offers as routers follow it, and what it tells them of a provider's slots.</summary>
[Collection(GrainCollection.Name)]
public sealed class MarketGrainTests(GrainHost host)
{
    [Fact]
    public async Task Routers_are_told_of_what_changes_and_of_nothing_else()
    {
        var index = host.Grains.Market("a-model");
        var start = await index.Changes(0);
        start.IsWhole.Should().BeTrue();
        // All of them wait, while others announce themselves.
        var waiting = Enumerable.Range(0, 50).Select(_ => index.Changes(start.Version)).ToList();
        await Task.WhenAll(Enumerable.Range(1, 20).Select(number => index.Announce(Offer((byte)number))));

        var told = await Task.WhenAll(waiting);

        told.Should().OnlyContain(changes => !changes.IsWhole && changes.Offers.Count > 0);
        var rest = told[0];
        var known = rest.Offers.Count;
        while (known < 20) known += (rest = await index.Changes(rest.Version)).Offers.Count;
        known.Should().Be(20, "each change is told once");
        var next = index.Changes(rest.Version);
        await index.Withdraw(GrainHost.Address(7));
        (await next).Gone.Should().Equal(GrainHost.Address(7));
    }

    [Fact]
    public async Task A_thousand_callers_at_once_get_exactly_as_many_leases_as_there_are_slots()
    {
        var index = host.Grains.Market(GrainHost.Model);
        var slots = (await host.Candidates())[0].Offer.Slots;
        await GrainHost.Eventually(async () => (await host.Candidates())[0].InUse == 0);
        var version = (await index.Changes(0)).Version;
        var jobs = Enumerable.Range(0, 1_000).Select(_ => host.NewJob()).ToList();

        var leases = await Task.WhenAll(jobs.Select(job => TryLease(job)));

        leases.OfType<Lease>().Should().HaveCount(slots).And.OnlyHaveUniqueItems(static lease => lease.Job);
        var seen = 0;
        for (var asked = 0; seen < slots && asked < 20; asked++)
        {
            var changes = await index.Changes(version);
            (version, seen) = (changes.Version, changes.Offers.Select(static offer => offer.InUse).Append(seen).Max());
        }
        seen.Should().Be(slots, "routers are told without another announcement");
        foreach (var lease in leases.OfType<Lease>()) await host.Grains.Provider(host.Provider).Release(lease.Job);
        await GrainHost.Eventually(async () => (await host.Candidates())[0].InUse == 0);
    }

    private async Task<Lease?> TryLease(Cocoon.Core.Jobs.JobId job)
    {
        try
        {
            return await host.Grains.Provider(host.Provider).Lease(new LeaseRequest(job, GrainHost.Model, 10, GrainHost.Prices, Tier.Simulated, 500, DateTimeOffset.UtcNow.AddMinutes(1)));
        }
        catch (RefusedException refused) when (refused.Code == RefusalCode.ProviderBusy)
        {
            return null;
        }
    }

    private static RoutableOffer Offer(byte number) => new(
        GrainHost.Address(number), new Offer("a-model", GrainHost.Bytes(4), "bf16", 1_000, GrainHost.Prices, 2, "here"), Tier.Simulated, 0, DateTimeOffset.UtcNow.AddMinutes(1));
}
