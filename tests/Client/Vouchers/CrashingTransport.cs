using Cocoon.Client.Transport;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;

namespace Cocoon.Client.Tests.Vouchers;

/// <summary>The way to a <see cref="LedgerMarket"/>, with a step before and after each thing that a crash could cut in two.</summary>
internal sealed class CrashingTransport(LedgerMarket market, Action<string> step) : IMarketTransport
{
    public Task<ChannelStatus> ChannelAsync(ChannelAction action, CancellationToken cancellationToken)
    {
        step("look");
        return Task.FromResult(market.Status());
    }

    public Task<ChannelStatus> PayAsync(SignedVoucher voucher, CancellationToken cancellationToken)
    {
        step("hand over");
        market.Take(voucher);
        step("handed over");
        return Task.FromResult(market.Status());
    }

    public Task<SignedReceipt?> ReceiptAsync(string jobId, CancellationToken cancellationToken)
    {
        step("find");
        return Task.FromResult(market.Find(jobId));
    }

    public Task<IReadOnlyList<ModelInfo>> ModelsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<BindingQuote>> QuotesAsync(QuoteWish wish, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<BindingQuote> CounterAsync(HexBytes quote, PriceList bid, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<OpenedJob> OpenAsync(JobWish wish, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<SealedPart> RunAsync(OpenedJob job, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task GiveBackAsync(string jobId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<ReceiptFile?> ReceiptFileAsync(string jobId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<WithdrawalGrant> WithdrawAsync(Nano amount, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<HexBytes> CloseAsync(Nano amount, HexBytes signature, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<AccountStatus> AccountAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<AccountKey> AddKeyAsync(string name, KeyScope? scope, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<AccountKey> RotateKeyAsync(string keyId, TimeSpan grace, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<AccountKey> RevokeKeyAsync(string keyId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose()
    {
        // Nothing is held.
    }
}
