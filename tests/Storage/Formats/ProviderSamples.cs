using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;

namespace Cocoon.Storage.Tests.Formats;

internal static class ProviderSamples
{
    public static PriceList Prices { get; } = new(new Nano(2_000_000), new Nano(500_000), new Nano(6_000_000), new Nano(7_000_000));

    public static Appraisal Appraisal { get; } = new(Tier.CcGpu, Values.Hash(30), Values.Hash(31), Values.Time(60));

    /// <summary>Two offers, two leases, draining.</summary>
    public static ProviderState Rich { get; } = new ProviderState
    {
        Id = Values.Address(3),
        Epoch = 4,
        Appraisal = Appraisal,
        Draining = true,
    } with
    {
        Offers = new ProviderState().Offers
            .Add("tiny-jane", new Offer("tiny-jane", Values.Hash(32), "bf16", 8_192, Prices, 16, "eu-west"))
            .Add("Big/Model-70B", new Offer("Big/Model-70B", Values.Hash(33), "int4", 131_072, Prices with { Reasoning = Nano.Zero }, 1, "")),
        Leases = new ProviderState().Leases
            .Add(Values.Job(2), Lease(2))
            .Add(Values.Job(3), Lease(3)),
        Standings = ReputationSamples.Known,
    };

    public static Lease Lease(byte job) => new(
        Values.Job(job), Values.Address(3), "tiny-jane", Values.Hash(32), Prices, FeeBps: 500, Appraisal, Epoch: 4, Values.Time(10));
}
