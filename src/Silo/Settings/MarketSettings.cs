namespace Cocoon.Silo.Settings;

/// <summary>The rules that the registry contract does not hold. Every core silo of a market needs the same.</summary>
public sealed class MarketSettings
{
    /// <summary>Ids of all models that the registry lists (it knows their hashes only). Required.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>The tier of callers who name none: "cc-gpu", "cpu-tee", "open" or "simulated" (development). Default: "cpu-tee".</summary>
    public string LeastTier { get; init; } = "cpu-tee";

    /// <summary>
    /// Least grace of a channel that is accepted, in minutes, 1 to 525,600: the time the market has to claim its newest voucher
    /// after a client closes alone. Shorter suits clients, and lets an outage of that length cost money. Default: 1,440 (a day).
    /// </summary>
    public int LeastGraceMinutes { get; init; } = 1_440;

    /// <summary>Most that is signed and not yet claimed, in TON, above 0; reaching it cuts a batch. Less risks less, and pays more fees. Default: 10.</summary>
    public decimal MaxUnclaimedTon { get; init; } = 10;

    /// <summary>How long a provider's pay that is too small for a transfer of its own may wait, in hours, 1 to 8,760. Default: 168 (a week).</summary>
    public int MaxDebtHours { get; init; } = 168;
}
