using Cocoon.Core.Accounts;
using Cocoon.Core.Audits;
using Cocoon.Core.Settlement;

namespace Cocoon.Grains.Chain;

/// <summary>
/// Announces slashes of providers' stakes and ends them (docs/registry.md). Optional: a market whose slasher's key is off line registers none,
/// and its disputes are noted for whoever holds that key. Thread-safe. A method that throws has an unknown outcome.
/// </summary>
public interface ISlasher
{
    /// <summary>A provider's stake; null when none is configured, or it is not one that this market may slash.</summary>
    Task<StakeFacts?> Find(AccountAddress provider, CancellationToken cancellationToken);

    /// <summary>What <see cref="SlashOrder.Says"/> takes at the chain's present prices, and what there is for it.</summary>
    Task<WalletPurse> Purse(SlashOrder order, CancellationToken cancellationToken);

    /// <summary>Signs what <see cref="SlashOrder.Says"/>. Sends nothing.</summary>
    Task<ChainAttempt> Sign(SlashOrder order, CancellationToken cancellationToken);

    /// <summary>Why a slash ended that took no money: rejected or lapsed, or <see cref="SlashOutcome.Dropped"/> where the chain does not show it.</summary>
    Task<SlashOutcome> WhyDropped(SlashOrder order, CancellationToken cancellationToken);
}
