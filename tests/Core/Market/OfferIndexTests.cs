using Cocoon.Core.Accounts;
using Cocoon.Core.Market;
using Cocoon.Core.Trust;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Core.Tests.Market;

public sealed class OfferIndexTests
{
    private const int Life = 77;

    [Fact]
    public void A_router_that_hears_of_changes_alone_knows_all_offers() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, 255).ListOf()), commands =>
        {
            var index = new OfferIndex(Life);
            var known = new Dictionary<AccountAddress, RoutableOffer>();
            var version = 0L;
            foreach (var command in commands)
            {
                var provider = Samples.Account((byte)(command % 8 + 1));
                if (command % 3 == 0) index.Remove(provider);
                else if (command % 3 == 1) index.TryPut(Offer(provider, command), Samples.Now);
                else index.Use(provider, command);
                if (command >= 128) version = Follow(index, version, known);
            }
            Follow(index, version, known);
            known.Values.Should().BeEquivalentTo(index.All());
            index.Count.Should().Be(known.Count);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Each_change_is_told_once_and_of_one_provider_only_the_last()
    {
        var index = new OfferIndex(Life);
        var first = index.Since(0);
        (first.IsWhole, first.Offers.Count).Should().Be((true, 0));
        index.TryPut(Offer(Samples.Account(1), 0), Samples.Now);
        index.TryPut(Offer(Samples.Account(2), 0), Samples.Now);
        index.Use(Samples.Account(1), 1).Should().BeTrue();
        index.Use(Samples.Account(1), 1).Should().BeFalse("nothing changed");

        var changes = index.Since(first.Version);

        (changes.IsWhole, changes.HasMore).Should().Be((false, false));
        changes.Offers.Select(static offer => (offer.Provider, offer.InUse)).Should().Equal((Samples.Account(2), 0), (Samples.Account(1), 1));
        index.Since(changes.Version).Offers.Should().BeEmpty();
    }

    [Fact]
    public void Who_comes_from_another_index_or_from_long_ago_is_told_of_all_in_parts()
    {
        var index = Full();
        var other = new OfferIndex(Life + 1).Version;
        foreach (var strange in (long[])[0, other, index.Version + 1])
        {
            var known = new Dictionary<AccountAddress, RoutableOffer>();
            var part = index.Since(strange);
            (part.IsWhole, part.HasMore, part.Offers.Count).Should().Be((true, true, OfferIndex.MaxPage));
            Follow(index, strange, known);
            known.Should().HaveCount(OfferIndex.MaxOffers);
        }
        var before = index.Version;
        for (var withdrawn = 0; withdrawn <= OfferIndex.MaxOffers; withdrawn++)
        {
            index.Remove(Provider(withdrawn));
            index.TryPut(Offer(Provider(withdrawn + OfferIndex.MaxOffers), 0), Samples.Now);
        }
        index.Since(before).IsWhole.Should().BeTrue("so many withdrawals are not remembered");
        index.Count.Should().Be(OfferIndex.MaxOffers);
    }

    [Fact]
    public void A_full_index_makes_room_by_dropping_what_is_stale()
    {
        var index = Full();
        index.TryPut(Offer(Provider(OfferIndex.MaxOffers), 0), Samples.Now).Should().BeFalse();
        index.TryPut(Offer(Provider(3), 1), Samples.Now).Should().BeTrue("it is there already");
        index.TryPut(Offer(Provider(OfferIndex.MaxOffers), 0), Samples.Now.AddMinutes(1)).Should().BeTrue();
        index.Count.Should().Be(1);
    }

    private static OfferIndex Full()
    {
        var index = new OfferIndex(Life);
        for (var number = 0; number < OfferIndex.MaxOffers; number++) index.TryPut(Offer(Provider(number), 0), Samples.Now).Should().BeTrue();
        return index;
    }

    private static AccountAddress Provider(int number)
    {
        var hash = new byte[32];
        BitConverter.TryWriteBytes(hash, number);
        return AccountAddress.From(0, hash);
    }

    private static RoutableOffer Offer(AccountAddress provider, int inUse) => new(provider, Samples.Offer(), Tier.CpuTee, inUse, Samples.Now.AddSeconds(15));

    private static long Follow(OfferIndex index, long version, Dictionary<AccountAddress, RoutableOffer> known)
    {
        OfferChanges changes;
        do
        {
            changes = index.Since(version);
            changes.Version.Should().BeGreaterThanOrEqualTo(changes.IsWhole ? 0 : version);
            foreach (var gone in changes.Gone) known.Remove(gone);
            foreach (var offer in changes.Offers) known[offer.Provider] = offer;
            version = changes.Version;
        }
        while (changes.HasMore);
        return version;
    }
}
