using System.Collections.Immutable;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;

namespace Cocoon.Storage.Tests.Formats;

internal static class ProviderSamples
{
    public static PriceList Prices { get; } = new(new Nano(2_000_000), new Nano(500_000), new Nano(6_000_000), new Nano(7_000_000));

    public static Appraisal Appraisal { get; } = new(Tier.CcGpu, Values.Hash(30), Values.Hash(31), Values.Time(60));

    private static readonly ModelProfile Profile = new(Values.Time(43), 81.5, 120, 12.25, 20, 80, 320, 640);

    /// <summary>What its owner set for a model, auto-pricing under way.</summary>
    private static readonly OfferTerms Terms = new()
    {
        Prices = Prices,
        Floor = Uniform(1),
        Ceiling = Uniform(2),
        BatchPrices = Uniform(3),
        AutoPricing = true,
        Schedule = new WeeklySchedule([new WeeklyWindow(480, 1_080), new WeeklyWindow(9_000, 60)], "Europe/Berlin"),
        Slots = 8,
        KeptFree = 40,
        AutoPrices = Uniform(4),
    };

    /// <summary>Two offers, one measured and on terms of its owner's and one not for sale, two leases of both classes, two days of work; drained by machine and owner, and taken off the market.</summary>
    public static ProviderState Rich { get; } = new ProviderState
    {
        Id = Values.Address(3),
        Epoch = 4,
        Appraisal = Appraisal,
        Draining = true,
    } with
    {
        Offers = new ProviderState().Offers
            .Add("tiny-jane", new Offer("tiny-jane", Values.Hash(32), "bf16", 8_192, Prices, 16, "eu-west") { Profile = Profile, BatchPrices = Uniform(5), Floor = Uniform(6) })
            .Add("Big/Model-70B", new Offer("Big/Model-70B", Values.Hash(33), "int4", 131_072, Prices with { Reasoning = Nano.Zero }, 1, "") { AuditsOnly = true }),
        Leases = new ProviderState().Leases
            .Add(Values.Job(2), Lease(2))
            .Add(Values.Job(3), Lease(3) with { Class = JobClass.Batch, IsEdge = true }),
        Terms = ImmutableSortedDictionary.Create<string, OfferTerms>(StringComparer.Ordinal).Add("tiny-jane", Terms),
        Standings = ReputationSamples.Known,
        HasLeft = true,
        OwnerDraining = true,
        Days = [new ProviderDay(new DateOnly(2026, 1, 2), 12, 1, 34_567, new Nano(890)), new ProviderDay(new DateOnly(2025, 12, 31), 0, 2, 0, Nano.Zero)],
    };

    public static Lease Lease(byte job) => new(
        Values.Job(job), Values.Address(3), "tiny-jane", Values.Hash(32), Prices, FeeBps: 500, Appraisal, Epoch: 4, Values.Time(10));

    private static PriceList Uniform(long nano) => new(new Nano(nano), new Nano(nano), new Nano(nano), new Nano(nano));
}
