using Cocoon.Core.Accounts;
using Cocoon.Core.Settlement;

namespace Cocoon.Grains.Settlement;

/// <summary>One settlement shard; the key is its number.</summary>
[Alias("cocoon.ISettlementGrain")]
public interface ISettlementGrain : IGrainWithStringKey
{
    /// <summary>Takes a channel's receipts durably.</summary>
    /// <returns>The number of the channel's last receipt that the shard has.</returns>
    [Alias("accept")]
    Task<long> Accept(SettlementPush push);

    /// <summary>Cuts a batch now if anything is pending, whatever the policy says, and sends it on its way.</summary>
    /// <returns>Seqno of the open batch; null when there is nothing to settle.</returns>
    [Alias("settle")]
    Task<uint?> Settle();

    [Alias("view")]
    Task<SettlementView> View();

    /// <summary>What the shard owes and has paid a provider.</summary>
    [Alias("earnings")]
    Task<ProviderTally> Earnings(AccountAddress provider);
}
