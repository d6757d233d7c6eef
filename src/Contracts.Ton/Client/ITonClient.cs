using Cocoon.Core.Accounts;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Client;

/// <summary>
/// A TON node: seven calls, which every transport can make (HTTP, tonlib, recordings). Thread-safe. Failures are
/// <see cref="TonClientException"/>.
/// </summary>
public interface ITonClient
{
    /// <summary>The newest masterchain block.</summary>
    Task<MasterchainInfo> GetMasterchainInfoAsync(CancellationToken cancellationToken = default);

    /// <summary>Seqno of the newest masterchain block.</summary>
    async Task<uint> GetMasterchainSeqnoAsync(CancellationToken cancellationToken = default) => (await GetMasterchainInfoAsync(cancellationToken)).Last.Seqno;

    /// <summary>The account now; an account that was never used is reported as uninitialized with balance 0.</summary>
    Task<TonAccount> GetAccountAsync(AccountAddress address, CancellationToken cancellationToken = default);

    /// <summary>Newest transactions first.</summary>
    /// <param name="address">The account.</param>
    /// <param name="from">Where to begin, inclusive; null for the newest. A page's last <see cref="TonTransaction.Previous"/> begins the next page.</param>
    /// <param name="limit">How many at most, 1 to 100.</param>
    /// <param name="toLt">Only transactions after this logical time; 0 for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<TonTransaction>> GetTransactionsAsync(
        AccountAddress address, TransactionId? from, int limit, ulong toLt, CancellationToken cancellationToken = default);

    /// <summary>The newest transactions, newest first.</summary>
    /// <param name="address">The account.</param>
    /// <param name="limit">How many at most, 1 to 100.</param>
    /// <param name="toLt">Only transactions after this logical time; 0 for all.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<TonTransaction>> GetTransactionsAsync(AccountAddress address, int limit, ulong toLt = 0, CancellationToken cancellationToken = default) =>
        GetTransactionsAsync(address, null, limit, toLt, cancellationToken);

    /// <summary>Runs a get-method. A method that fails is no failure of the call: see <see cref="GetMethodResult.ExitCode"/>.</summary>
    /// <param name="address">The contract.</param>
    /// <param name="method">Name of the method.</param>
    /// <param name="arguments">Its arguments, the first one first.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<GetMethodResult> RunGetMethodAsync(
        AccountAddress address, string method, IReadOnlyList<StackItem> arguments, CancellationToken cancellationToken = default);

    /// <summary>Runs a get-method without arguments.</summary>
    Task<GetMethodResult> RunGetMethodAsync(AccountAddress address, string method, CancellationToken cancellationToken = default) =>
        RunGetMethodAsync(address, method, [], cancellationToken);

    /// <summary>
    /// Hands an external message to the network. When this throws with <see cref="TonFailure.Unavailable"/> the outcome is
    /// unknown: look at the receiving account before doing anything else. Sending the same message again is harmless for
    /// contracts that protect themselves against replay, as wallets do.
    /// </summary>
    Task SendAsync(Cell message, CancellationToken cancellationToken = default);

    /// <summary>What an external message would cost its receiver.</summary>
    /// <param name="message">An external message.</param>
    /// <param name="ignoreSignature">True to take any signature for good, so that a draft can be priced.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<FeeEstimate> EstimateFeeAsync(Cell message, bool ignoreSignature = true, CancellationToken cancellationToken = default);

    /// <summary>A parameter of the chain's configuration, such as 21 for gas prices; see <see cref="Fees.FeePrices"/>.</summary>
    Task<Cell> GetConfigParamAsync(int number, CancellationToken cancellationToken = default);
}
