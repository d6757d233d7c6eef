using Cocoon.Core.Accounts;
using Cocoon.Core.Money;

namespace Cocoon.Cli.Providers;

/// <summary>What a provider joined, kept so that a second run of a command finds everything and makes nothing twice.</summary>
/// <param name="Gateway">Base address of the market's gateway.</param>
/// <param name="Chain">A node with the toncenter v2 API.</param>
/// <param name="NetworkId">Global id of the network.</param>
/// <param name="Wallet">The provider's wallet, which is its id.</param>
/// <param name="WalletFile">Where its key is.</param>
internal sealed record JoinNotes(Uri Gateway, Uri Chain, int NetworkId, AccountAddress Wallet, string WalletFile)
{
    /// <summary>Terms of its stake; null when it has none.</summary>
    public StakeNotes? Stake { get; init; }

    /// <summary>When the slashing rules were agreed to.</summary>
    public DateTimeOffset? AgreedAt { get; init; }

    /// <summary>The wallet's transfer that staked last: until it shows on chain, nothing is staked again.</summary>
    public StakeTransfer? Sent { get; init; }

    /// <summary>A transfer to a stake.</summary>
    /// <param name="Seqno">The wallet's sequence number that it used.</param>
    /// <param name="Until">When it can no longer be accepted.</param>
    /// <param name="Amount">What it adds.</param>
    /// <param name="Before">What was staked before it.</param>
    internal sealed record StakeTransfer(uint Seqno, DateTimeOffset Until, Nano Amount, Nano Before);
}
