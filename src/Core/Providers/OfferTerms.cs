using System.Text.Json.Serialization;
using Cocoon.Core.Pricing;

namespace Cocoon.Core.Providers;

/// <summary>
/// On what terms a provider sells one model, beyond what its machine registers: it may change them at any time, and they
/// outlive the machine. They hold for leases given from then on, never for one that is given. All prices are in nano per
/// million tokens. Everything is optional.
/// </summary>
[GenerateSerializer, Immutable, Alias("cocoon.offer-terms")]
public sealed record OfferTerms
{
    /// <summary>Share of slots in percent that batch jobs leave free, for providers that do not say.</summary>
    public const int DefaultKeptFree = 25;

    /// <summary>Prices; where auto-pricing is on, those it starts from. Default: null, the registered ones.</summary>
    [Id(0), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public PriceList? Prices { get; init; }

    /// <summary>Below this nothing is sold to who does not wait for hours, neither by auto-pricing nor in negotiations. Default: null, the registered one.</summary>
    [Id(1), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public PriceList? Floor { get; init; }

    /// <summary>Auto-pricing stays below. Default: null, none; auto-pricing needs one.</summary>
    [Id(2), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public PriceList? Ceiling { get; init; }

    /// <summary>Prices of jobs that are due in hours; where the prices of others fall below, those count. Default: null, the registered ones.</summary>
    [Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public PriceList? BatchPrices { get; init; }

    /// <summary>Whether prices follow utilisation between floor and ceiling (<see cref="AutoPrice"/>). Default: false.</summary>
    [Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool AutoPricing { get; init; }

    /// <summary>When the model is on the market. Default: null, always.</summary>
    [Id(5), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public WeeklySchedule? Schedule { get; init; }

    /// <summary>Jobs at once, where that is fewer than the machine has slots for; at least 1. Default: null, all of them.</summary>
    [Id(6), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? Slots { get; init; }

    /// <summary>Share of slots in percent, 0 to 100, that batch jobs leave free for others; one at least where there are two or more. Default: null, <see cref="DefaultKeptFree"/>.</summary>
    [Id(7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public int? KeptFree { get; init; }

    /// <summary>Where auto-pricing has brought the prices; the market's to set. Null before its first step.</summary>
    [Id(8), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public PriceList? AutoPrices { get; init; }

    /// <summary>Between which prices auto-pricing moves; null where it is off, or bounds are missing or crossed.</summary>
    internal (PriceList Floor, PriceList Ceiling)? AutoBounds(Offer registered) =>
        AutoPricing && (Floor ?? registered.Floor) is { } floor && Ceiling is { } ceiling && floor.IsWithin(ceiling) ? (floor, ceiling) : null;
}
