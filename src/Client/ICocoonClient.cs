using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;

namespace Cocoon.Client;

/// <summary>
/// Buys inference from a Cocoon market. It counts tokens itself, checks each receipt, and signs a voucher only for what it
/// has checked. Thread-safe.
/// </summary>
public interface ICocoonClient
{
    /// <summary>The paying channel: balances, withdrawals, closing.</summary>
    IChannelOperations Channel { get; }

    /// <summary>The account and its API keys.</summary>
    IAccountOperations Account { get; }

    /// <summary>
    /// Streams an answer. The last update has no text and carries the checked result; reading up to it is what pays.
    /// Leaving earlier, or cancelling, ends the job, and the market charges what it delivered: the next call, or
    /// <see cref="SettleAsync"/>, checks that receipt and pays it.
    /// </summary>
    /// <exception cref="CocoonException">The market refused the request or broke off.</exception>
    /// <exception cref="ReceiptMismatchException">The receipt is not what this client saw; nothing was signed for it.</exception>
    /// <exception cref="VoucherStoreException">The channel's voucher state cannot be used; nothing was sent.</exception>
    IAsyncEnumerable<ChatUpdate> StreamChatAsync(ChatRequest request, CancellationToken cancellationToken = default);

    /// <summary>The whole answer at once; otherwise like <see cref="StreamChatAsync"/>.</summary>
    Task<ChatResult> ChatAsync(ChatRequest request, CancellationToken cancellationToken = default);

    /// <summary>Turns texts into vectors; otherwise like <see cref="ChatAsync"/>.</summary>
    Task<EmbeddingResult> EmbedAsync(EmbeddingRequest request, CancellationToken cancellationToken = default);

    /// <summary>The models that are on offer now, with the lowest prices.</summary>
    Task<IReadOnlyList<ModelInfo>> GetModelsAsync(CancellationToken cancellationToken = default);

    /// <summary>What so many tokens would cost at the lowest prices on offer now; it binds nobody.</summary>
    /// <exception cref="CocoonException">The market does not list the model, or nobody offers it now.</exception>
    Task<Quote> QuoteAsync(string model, int promptTokens, int completionTokens, CancellationToken cancellationToken = default);

    /// <summary>What this request would cost with answers of so many tokens each. Without an <see cref="IPromptCounter"/> the prompt is bounded by its bytes, which is several times too many.</summary>
    /// <exception cref="CocoonException">The market does not list the model, or nobody offers it now.</exception>
    Task<Quote> QuoteAsync(ChatRequest request, int answerTokens, CancellationToken cancellationToken = default);

    /// <summary>
    /// Asks providers, eight at most, for prices that bind them for half a minute and one job: <see cref="InferenceRequest.Quote"/>
    /// uses one. The cheapest comes first.
    /// </summary>
    /// <exception cref="CocoonException">The market does not list the model, or nobody who offers it suits.</exception>
    Task<IReadOnlyList<BindingQuote>> RequestQuotesAsync(QuoteWish wish, CancellationToken cancellationToken = default);

    /// <summary>Quotes for this request, bounded as <see cref="QuoteAsync(ChatRequest, int, CancellationToken)"/> does; the request sets MaxTokens.</summary>
    /// <exception cref="CocoonException">The market does not list the model, or nobody who offers it suits.</exception>
    Task<IReadOnlyList<BindingQuote>> RequestQuotesAsync(ChatRequest request, CancellationToken cancellationToken = default);

    /// <summary>Names lower prices for an open quote, three times at most. The provider takes them, or goes part of the way; either way its answer binds, and never costs more than the quote.</summary>
    /// <exception cref="CocoonException">The quote was used or is over, or it was negotiated about too often.</exception>
    Task<BindingQuote> NegotiateAsync(BindingQuote quote, PriceList bid, CancellationToken cancellationToken = default);

    /// <summary>A receipt again; null when the job has none. What it says was checked when it was paid; this one comes as the market sends it.</summary>
    Task<SignedReceipt?> GetReceiptAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>A receipt with its proof once its batch is on chain; null when the job has none. <see cref="Receipts.ReceiptFileVerifier"/> checks it.</summary>
    Task<ReceiptFile?> GetReceiptFileAsync(string jobId, CancellationToken cancellationToken = default);

    /// <summary>The channel's balances as the market sees them.</summary>
    Task<ChannelStatus> GetChannelAsync(CancellationToken cancellationToken = default);

    /// <summary>Checks and pays the receipts of answers that were left or lost. Each new request does so first.</summary>
    /// <returns>What is still open, and why when a receipt was refused.</returns>
    Task<IReadOnlyList<OpenBill>> SettleAsync(CancellationToken cancellationToken = default);
}
