using Cocoon.Core.Accounts;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;

namespace Cocoon.Ton.Wallets;

/// <summary>
/// A wallet contract that one key commands. Wallets are sequential: a transfer counts only with the sequence number that the
/// contract expects next. Implementations are immutable and thread-safe.
/// </summary>
public interface IWallet
{
    AccountAddress Address { get; }

    /// <summary>Deploys the wallet; part of its first transfer.</summary>
    StateInit Init { get; }

    /// <summary>Messages in one transfer at most.</summary>
    int MaxMessages { get; }

    /// <summary>The sequence number that the contract expects next; 0 for a wallet that is not deployed.</summary>
    /// <param name="data">The account's data; null when it has none.</param>
    uint ReadSeqno(Cell? data);

    /// <summary>
    /// A signed external message; deploys the wallet when <paramref name="seqno"/> is 0. Messages that cannot be carried out
    /// are skipped (send mode 3), since a wallet that failed there could be made to repeat the transfer until it is empty.
    /// </summary>
    /// <param name="key">The owner's key.</param>
    /// <param name="seqno">The wallet's next sequence number.</param>
    /// <param name="validUntil">Unix seconds after which it is refused.</param>
    /// <param name="messages">What to send, 1 to <see cref="MaxMessages"/>.</param>
    /// <param name="ed25519">Signs.</param>
    /// <exception cref="ArgumentException">No message or too many of them.</exception>
    Cell CreateTransfer(SigningKey key, uint seqno, uint validUntil, IReadOnlyCollection<InternalMessage> messages, IEd25519 ed25519);
}
