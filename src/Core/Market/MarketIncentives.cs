namespace Cocoon.Core.Market;

/// <summary>
/// How the market keeps providers honest and draws them to where they are missed. Shares are in basis points. Bonuses come out
/// of the market's fee of the same job and never exceed it, so that the vault pays nothing that it did not take in.
/// </summary>
/// <param name="AuditBps">Share of deterministic jobs that are run again elsewhere and compared.</param>
/// <param name="ColdBonusBps">Added to the pay for a model that fewer than <paramref name="ColdProviders"/> offer, as a share of the charge.</param>
/// <param name="ColdProviders">From so many offers on a model is no longer cold.</param>
/// <param name="EarlyBonusBps">Added to the pay of providers that joined before <paramref name="EarlyUntil"/>, as a share of the charge.</param>
/// <param name="EarlyUntil">Who joined before counts as early; null for nobody.</param>
/// <param name="EpochSeconds">Length of an epoch, whose reputations go on chain as one hash; 0 for none.</param>
[GenerateSerializer, Immutable, Alias("cocoon.market-incentives")]
public sealed record MarketIncentives(
    [property: Id(0)] int AuditBps,
    [property: Id(1)] int ColdBonusBps,
    [property: Id(2)] int ColdProviders,
    [property: Id(3)] int EarlyBonusBps,
    [property: Id(4)] DateTimeOffset? EarlyUntil,
    [property: Id(5)] int EpochSeconds)
{
    /// <summary>No audits, bonuses and epochs: the rules of registries that say nothing of them.</summary>
    public static readonly MarketIncentives None = new(0, 0, 0, 0, null, 0);
}
