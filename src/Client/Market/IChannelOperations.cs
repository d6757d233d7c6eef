using Cocoon.Core.Money;

namespace Cocoon.Client;

/// <summary>What an owner does with a channel besides paying. Thread-safe.</summary>
public interface IChannelOperations
{
    /// <summary>Balances as the market sees them.</summary>
    Task<ChannelStatus> ViewAsync(CancellationToken cancellationToken = default);

    /// <summary>Has the market read the contract again, after a deposit for example.</summary>
    Task<ChannelStatus> RefreshAsync(CancellationToken cancellationToken = default);

    /// <summary>Reserves an amount and returns the market's permit, which the owner's wallet sends to the contract within minutes.</summary>
    /// <exception cref="ReceiptMismatchException">The permit is not signed by the market.</exception>
    Task<WithdrawalGrant> WithdrawAsync(Nano amount, CancellationToken cancellationToken = default);

    /// <summary>Begins to close together: running jobs end, no new ones start.</summary>
    Task<ChannelStatus> DrainAsync(CancellationToken cancellationToken = default);

    /// <summary>Takes <see cref="DrainAsync"/> back, as long as nothing was agreed.</summary>
    Task<ChannelStatus> ReopenAsync(CancellationToken cancellationToken = default);

    /// <summary>Agrees on the final amount, once <see cref="DrainAsync"/> has come to an end.</summary>
    /// <exception cref="ReceiptMismatchException">The market wants more than was signed for, or its signature is wrong; nothing was signed then.</exception>
    Task<CloseGrant> CloseAsync(CancellationToken cancellationToken = default);
}
