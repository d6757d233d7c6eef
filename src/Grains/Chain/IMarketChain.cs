using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Settlement;

namespace Cocoon.Grains.Chain;

/// <summary>
/// The market's view of TON: the few reads and messages that grains need. Thread-safe. A method that throws has an unknown
/// outcome; callers ask the chain again before they decide anything.
/// </summary>
public interface IMarketChain
{
    /// <summary>A channel contract's facts; null when there is none at this address, or one that is not ours.</summary>
    Task<ChannelFacts?> ReadChannel(AccountAddress channel, CancellationToken cancellationToken);

    /// <summary>The chain's clock in unix seconds, which decides whether a signed message has expired.</summary>
    Task<uint> Time(CancellationToken cancellationToken);

    /// <summary>Signs one message that claims these vouchers. Sends nothing.</summary>
    Task<ChainAttempt> SignClaims(IReadOnlyList<SignedVoucher> vouchers, CancellationToken cancellationToken);

    /// <summary>Signs the batch's payout. Sends nothing.</summary>
    Task<ChainAttempt> SignPayout(Batch batch, CancellationToken cancellationToken);

    /// <summary>Hands a signed message to the network; sending the same one again is harmless.</summary>
    Task Send(ChainAttempt attempt, CancellationToken cancellationToken);

    /// <summary>What became of the payout with this seqno.</summary>
    Task<PayoutSighting> FindPayout(Batch batch, CancellationToken cancellationToken);
}
