using System.Collections.Frozen;
using BenchmarkDotNet.Attributes;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;

namespace Cocoon.Bench.Router;

/// <summary>
/// Picks among the offers of a busy market: 70 of 100 full, one in ten of another tier, prices and speeds that differ, a few
/// newcomers and outages. BenchmarkDotNet makes this, so it is public and not sealed.
/// </summary>
[MemoryDiagnoser]
public class RouterPicks
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly AccountAddress Known = Account(17);
    private static readonly RouteQuery Plain = new(Tier.CpuTee, 2_000);
    private static readonly RouteQuery Particular = new(Tier.CcGpu, 2_000) { Ceiling = Flat(60), Affinity = Known, Deny = new[] { Account(1), Account(2) }.ToFrozenSet() };
    private static readonly RouteQuery Cheapest = new(Tier.CpuTee, 2_000) { Preference = RoutePreference.Price };
    private static readonly RouteQuery Rare = new(Tier.CpuTee, 2_000) { Ceiling = Flat(2) };

    private readonly Random _random = new(42);
    private OfferTable _table = null!;

    /// <summary>Offers of the model.</summary>
    [Params(1_000, 10_000)]
    public int Candidates { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var random = new Random(1);
        _table = OfferTable.Build(
            [.. Enumerable.Range(0, Candidates).Select(number => new RoutableOffer(
                Account(number), new Offer("model", new HexBytes(new byte[32]), "bf16", 8_192, Flat(random.Next(1, 100)), 8, "here"),
                random.Next(10) == 0 ? Tier.CpuTee : Tier.CcGpu, random.Next(10) < 7 ? 8 : random.Next(8), Now.AddSeconds(10))
            {
                Reputation = random.Next(200, 1_000),
                FirstTokenMs = random.Next(50, 2_000),
                TokensPerSecond = random.Next(10, 200),
                Since = random.Next(50) == 0 ? Now.AddSeconds(-20) : null,
            })],
            _ => OfferSight.None with { EjectedUntil = random.Next(50) == 0 ? Now.AddSeconds(20) : default }, Now);
    }

    [Benchmark(Baseline = true, Description = "any that suits")]
    public RoutePick PickAny() => Core.Market.Router.Pick(_table, in Plain, _random, Now);

    [Benchmark(Description = "tier, ceiling, deny, session")]
    public RoutePick PickParticular() => Core.Market.Router.Pick(_table, in Particular, _random, Now);

    [Benchmark(Description = "the cheapest")]
    public RoutePick PickCheapest() => Core.Market.Router.Pick(_table, in Cheapest, _random, Now);

    /// <summary>All rows have to be looked at: the slowest case there is.</summary>
    [Benchmark(Description = "ceiling that 2 % meet")]
    public RoutePick PickRare() => Core.Market.Router.Pick(_table, in Rare, _random, Now);

    private static AccountAddress Account(int number) => AccountAddress.From(0, [.. BitConverter.GetBytes(number), .. new byte[28]]);

    private static PriceList Flat(long price) => new(new Nano(price), new Nano(price), new Nano(price), new Nano(price));
}
