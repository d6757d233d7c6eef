using Cocoon.Core.Accounts;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Client;

/// <summary>What the market needs of a TON node. Thread-safe. Failures are <see cref="TonClientException"/>.</summary>
public interface ITonClient
{
    /// <summary>Seqno of the newest masterchain block.</summary>
    Task<uint> GetMasterchainSeqnoAsync(CancellationToken cancellationToken = default);

    /// <summary>The account now; an account that was never used is reported as uninitialized with balance 0.</summary>
    Task<TonAccount> GetAccountAsync(AccountAddress address, CancellationToken cancellationToken = default);

    /// <summary>Newest transactions first.</summary>
    /// <param name="address">The account.</param>
    /// <param name="limit">How many at most, 1 to 100.</param>
    /// <param name="toLt">Only transactions after this logical time; 0 for all.</param>
    /// <param name="before">Only transactions before this one, which was the last of the page before; null for the newest.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlyList<TonTransaction>> GetTransactionsAsync(
        AccountAddress address, int limit, ulong toLt = 0, TonTransaction? before = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// Hands an external message to the network. When this throws with <see cref="TonFailure.Unavailable"/> the outcome is
    /// unknown: look at the receiving account before doing anything else.
    /// </summary>
    Task SendAsync(Cell message, CancellationToken cancellationToken = default);

    /// <summary>A parameter of the chain's configuration, such as 21 for gas prices.</summary>
    Task<Cell> GetConfigParamAsync(int number, CancellationToken cancellationToken = default);
}
