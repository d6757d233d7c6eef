namespace Cocoon.Simulation.Auditing;

/// <summary>Where the market's money is, in nano: all channels, all shards.</summary>
internal sealed record MoneyTotals(long Deposits, long Charged, long Held, long Vouched, long Claimed, long Paid, long Fees);
