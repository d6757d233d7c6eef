using Cocoon.Core.Trust;

namespace Cocoon.Silo.Settings;

internal static class MarketChecks
{
    private const int MinutesOfYear = 525_600;
    private const int HoursOfYear = 8_760;

    public static IEnumerable<string> Of(MarketSettings market, KeySettings? keys) =>
    [
        .. market.Models.Count == 0 ? ["Cocoon:Market:Models is empty. Name every model that the registry lists, since it knows their hashes only."] : (string[])[],
        .. market.Models.Any(string.IsNullOrWhiteSpace) ? ["Cocoon:Market:Models has an empty name. Remove it."] : (string[])[],
        .. TierNames.TryParse(market.LeastTier, out _) ? (string[])[] : [$"Cocoon:Market:LeastTier is '{market.LeastTier}'; it takes {TierNames.CcGpu}, {TierNames.CpuTee}, {TierNames.Open} or {TierNames.Simulated}."],
        .. Checks.Between("Cocoon:Market:LeastGraceMinutes", market.LeastGraceMinutes, 1, MinutesOfYear, " minutes"),
        .. Checks.Ton("Cocoon:Market:MaxUnclaimedTon", market.MaxUnclaimedTon, mayBeZero: false),
        .. Checks.Between("Cocoon:Market:MaxDebtHours", market.MaxDebtHours, 1, HoursOfYear, " hours"),
        .. keys is null ? [] : Keys(keys),
    ];

    private static IEnumerable<string> Keys(KeySettings keys) =>
    [
        .. Checks.One(KeyFile.WhyNotKey("Cocoon:Keys:MarketKeyFile", keys.MarketKeyFile)),
        .. Checks.One(KeyFile.WhyNotKey("Cocoon:Keys:OperatorKeyFile", keys.OperatorKeyFile)),
        .. keys.MarketKeyFile is { } path && path == keys.OperatorKeyFile ? ["Cocoon:Keys: both options name the same file. Receipts and money need keys of their own: make a second one."] : (string[])[],
    ];
}
