namespace Cocoon.Client;

/// <summary>
/// Buys inference from a Cocoon market. It counts tokens itself, checks each receipt, and signs a voucher only for what it
/// has checked. Thread-safe.
/// </summary>
public interface ICocoonClient
{
    /// <summary>
    /// Streams an answer. The last update has no text and carries the checked result; reading up to it is what pays.
    /// Leaving earlier cancels the job, and the market charges what it delivered.
    /// </summary>
    /// <exception cref="CocoonException">The market refused the request or broke off.</exception>
    /// <exception cref="ReceiptMismatchException">The receipt is not what this client saw; nothing was signed for it.</exception>
    IAsyncEnumerable<ChatUpdate> StreamChatAsync(ChatRequest request, CancellationToken cancellationToken = default);

    /// <summary>The whole answer at once; otherwise like <see cref="StreamChatAsync"/>.</summary>
    Task<ChatResult> ChatAsync(ChatRequest request, CancellationToken cancellationToken = default);

    /// <summary>The channel's balances as the market sees them.</summary>
    Task<ChannelStatus> GetChannelAsync(CancellationToken cancellationToken = default);
}
