using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;

namespace Cocoon.Client.Transport;

/// <summary>
/// The way to a market: over HTTP to a gateway, or as a client of its cluster. It carries what the client has sealed and
/// brings what the client will check; nothing that comes back is trusted. All calls are for one account and one channel.
/// Thread-safe.
/// </summary>
/// <remarks>Every call throws <see cref="CocoonException"/> when the market refuses it.</remarks>
public interface IMarketTransport : IDisposable
{
    /// <summary>The models that are on offer now, with the lowest prices.</summary>
    Task<IReadOnlyList<ModelInfo>> ModelsAsync(CancellationToken cancellationToken);

    /// <summary>Asks providers for binding quotes; the cheapest first.</summary>
    Task<IReadOnlyList<BindingQuote>> QuotesAsync(QuoteWish wish, CancellationToken cancellationToken);

    /// <summary>Names lower prices for an open quote.</summary>
    /// <returns>The quote with the provider's answer; it binds anew.</returns>
    Task<BindingQuote> CounterAsync(HexBytes quote, PriceList bid, CancellationToken cancellationToken);

    /// <summary>Opens a job: money is held, a slot is leased. Nothing of the prompt is told but bounds of its length.</summary>
    Task<OpenedJob> OpenAsync(JobWish wish, CancellationToken cancellationToken);

    /// <summary>Hands over a sealed request and streams the sealed answer. Leaving early hangs up.</summary>
    IAsyncEnumerable<SealedPart> RunAsync(OpenedJob job, ReadOnlyMemory<byte> message, CancellationToken cancellationToken);

    /// <summary>Gives a job back that was never run; its hold ends.</summary>
    Task GiveBackAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>The receipt of one of the account's jobs; null when it has none (yet).</summary>
    Task<SignedReceipt?> ReceiptAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>A receipt with its proof, once its batch is on chain; null when the job has none (yet).</summary>
    Task<ReceiptFile?> ReceiptFileAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>The channel's balances, read or changed as <paramref name="action"/> says.</summary>
    Task<ChannelStatus> ChannelAsync(ChannelAction action, CancellationToken cancellationToken);

    /// <summary>Hands over a voucher. The same one may be handed over again.</summary>
    Task<ChannelStatus> PayAsync(SignedVoucher voucher, CancellationToken cancellationToken);

    /// <summary>Reserves an amount for the owner to take back.</summary>
    Task<WithdrawalGrant> WithdrawAsync(Nano amount, CancellationToken cancellationToken);

    /// <summary>Agrees to close with this final amount.</summary>
    /// <returns>The market's signature over the same agreement.</returns>
    Task<HexBytes> CloseAsync(Nano amount, HexBytes signature, CancellationToken cancellationToken);

    /// <summary>The account with its channels and keys.</summary>
    Task<AccountStatus> AccountAsync(CancellationToken cancellationToken);

    /// <summary>Makes an API key; the answer shows it, this once.</summary>
    Task<AccountKey> AddKeyAsync(string name, KeyScope? scope, CancellationToken cancellationToken);

    /// <summary>Gives a key another secret; the answer shows it, this once. The old one stays valid for <paramref name="grace"/>.</summary>
    Task<AccountKey> RotateKeyAsync(string keyId, TimeSpan grace, CancellationToken cancellationToken);

    /// <summary>Ends a key.</summary>
    Task<AccountKey> RevokeKeyAsync(string keyId, CancellationToken cancellationToken);
}
