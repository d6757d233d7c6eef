using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Settlement;
using Orleans.Concurrency;

namespace Cocoon.Grains.Settlement;

/// <summary>One settlement shard; the key is its number, the index of its vault.</summary>
[Alias("cocoon.ISettlementGrain"), Version(1)]
public interface ISettlementGrain : IGrainWithStringKey
{
    /// <summary>For calls that ask the chain about every channel with unclaimed vouchers, one after the other.</summary>
    private const string LongTimeout = "00:05:00";

    /// <summary>Takes a channel's receipts durably. Interleaves, so that pushes of many channels share writes.</summary>
    /// <returns>The number of the channel's last receipt that the shard has.</returns>
    [Alias("accept"), AlwaysInterleave]
    Task<long> Accept(SettlementPush push);

    /// <summary>Where the shard has this receipt; null when it never took it.</summary>
    /// <param name="receipt">Its hash.</param>
    /// <param name="endedAt">When its job ended; batches cut before cannot have it.</param>
    [Alias("find"), AlwaysInterleave]
    Task<ReceiptPlace?> Find(HexBytes receipt, DateTimeOffset endedAt);

    /// <summary>Cuts a batch now if there is anything to settle, whatever the policy says, and sends it on its way.</summary>
    /// <returns>Seqno of the open batch; null when there is nothing to settle.</returns>
    /// <exception cref="RefusedException">Books and chain differ.</exception>
    [Alias("settle"), ResponseTimeout(LongTimeout)]
    Task<uint?> Settle();

    /// <summary>Holds the books against the chain now.</summary>
    /// <returns>The view with the differences found.</returns>
    [Alias("reconcile"), ResponseTimeout(LongTimeout)]
    Task<SettlementView> Reconcile(CancellationToken cancellationToken = default);

    /// <summary>Accepts a difference that someone has looked into, so that it no longer stops batches.</summary>
    [Alias("resolve")]
    Task<SettlementView> Resolve(DifferenceKind kind, AccountAddress account);

    /// <summary>Puts the hash of an epoch's reputations on chain. To be asked again until it is there; repeating it changes nothing.</summary>
    /// <returns>The transaction that carries it, once that is final; empty until then.</returns>
    /// <exception cref="RefusedException">A later epoch went before it, or this one has another hash.</exception>
    [Alias("anchor"), AlwaysInterleave]
    Task<HexBytes> Anchor(long epoch, HexBytes root);

    [Alias("view"), AlwaysInterleave]
    Task<SettlementView> View();

    /// <summary>What the shard owes and has paid a provider.</summary>
    [Alias("earnings"), AlwaysInterleave]
    Task<ProviderTally> Earnings(AccountAddress provider);
}
