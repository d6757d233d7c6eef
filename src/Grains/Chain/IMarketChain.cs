using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;

namespace Cocoon.Grains.Chain;

/// <summary>
/// The market's view of TON: the few reads and messages that grains need. Thread-safe. A method that throws has an unknown
/// outcome; callers ask the chain again before they decide anything. A shard is the index of a vault; each has a sender
/// wallet of its own, so that shards never wait for each other.
/// </summary>
public interface IMarketChain
{
    /// <summary>The key whose batches the vaults take.</summary>
    HexBytes OperatorKey { get; }

    /// <summary>A channel contract's facts; null when there is none at this address, or one that is not ours.</summary>
    Task<ChannelFacts?> ReadChannel(AccountAddress channel, CancellationToken cancellationToken);

    /// <summary>A shard's vault; null when there is no vault contract at its address.</summary>
    Task<VaultFacts?> ReadVault(int shard, CancellationToken cancellationToken);

    /// <summary>What each of these providers drew from the vault by proof, in all; providers that drew nothing are left out.</summary>
    Task<IReadOnlyDictionary<AccountAddress, Nano>> ReadDraws(int shard, IReadOnlyCollection<AccountAddress> providers, CancellationToken cancellationToken);

    /// <summary>The chain's clock, which decides whether a signed message has expired and what is final.</summary>
    Task<ChainClock> Clock(CancellationToken cancellationToken);

    /// <summary>Network fees of settling at the chain's present prices.</summary>
    Task<SettlementCosts> Costs(CancellationToken cancellationToken);

    /// <summary>What claiming these vouchers takes at the chain's present prices, and what the wallet that claims holds.</summary>
    Task<WalletPurse> ClaimsPurse(int shard, IReadOnlyList<SignedVoucher> vouchers, CancellationToken cancellationToken);

    /// <summary>Signs one message that claims these vouchers. Sends nothing.</summary>
    Task<ChainAttempt> SignClaims(int shard, IReadOnlyList<SignedVoucher> vouchers, CancellationToken cancellationToken);

    /// <summary>Signs the batch's payout. Sends nothing.</summary>
    Task<ChainAttempt> SignPayout(int shard, Batch batch, CancellationToken cancellationToken);

    /// <summary>The same of an anchor, which the wallet that claims sends too.</summary>
    Task<WalletPurse> AnchorPurse(int shard, Anchor anchor, CancellationToken cancellationToken);

    /// <summary>Signs a message to the vault that carries an epoch's hash as a comment, from the wallet that claims. Sends nothing.</summary>
    Task<ChainAttempt> SignAnchor(int shard, Anchor anchor, CancellationToken cancellationToken);

    /// <summary>The vault's transaction that carries it; empty when the chain shows none.</summary>
    Task<HexBytes> FindAnchor(int shard, Anchor anchor, CancellationToken cancellationToken);

    /// <summary>Hands a signed message to the network; sending the same one again is harmless.</summary>
    Task Send(ChainAttempt attempt, CancellationToken cancellationToken);

    /// <summary>What became of the payout with this seqno.</summary>
    Task<PayoutSighting> FindPayout(int shard, Batch batch, CancellationToken cancellationToken);
}
