using System.Runtime.CompilerServices;
using Cocoon.Client.Receipts;
using Cocoon.Client.Transport;
using Cocoon.Client.Vouchers;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Sealing;

namespace Cocoon.Client.Sealed;

/// <summary>One job from its sealed request to its payment. Disposing it before it is settled hangs up. Not thread-safe.</summary>
internal sealed class SealedCall(
    IMarketTransport transport, Paymaster paymaster, CocoonClientOptions options, OpenedJob job, SentPrompt prompt, int? promptTokens, byte[] message, AnswerOpener opener) : IAsyncDisposable
{
    private readonly SealedReader _reader = new(opener);
    private bool _isSettled;

    public string JobId => job.JobId;

    public AccountAddress Provider => job.Lease.Provider;

    public string Tier => job.Lease.Appraisal.Tier.Name();

    public int TokensCounted => _reader.TokensCounted;

    public SignedReceipt? Receipt => _reader.Receipt;

    public HexBytes Salt => new(_reader.Salt);

    /// <summary>The answer's steps, opened.</summary>
    /// <exception cref="CocoonException">It was changed on its way, or broke off.</exception>
    public async IAsyncEnumerable<AnswerToken> Tokens([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var part in transport.RunAsync(job, message, cancellationToken))
        {
            if (_reader.Take(part) is { } token) yield return token;
        }
        if (!_reader.IsClosed)
            throw new CocoonException("The answer was cut off before its receipt came. What arrived is paid once its receipt is found and checked.", null, "cut_off", null);
    }

    /// <summary>Checks the receipt and pays for it.</summary>
    /// <param name="isEmpty">Whether nothing arrived.</param>
    /// <param name="cancellationToken">Ends waiting; the receipt is then looked for later.</param>
    public async Task<SignedVoucher?> Settle(bool isEmpty, CancellationToken cancellationToken)
    {
        if (_reader.Receipt is not { } receipt)
        {
            if (!isEmpty) throw new ReceiptMismatchException("tokens arrived, but no receipt came.");
            _isSettled = true;
            await paymaster.Drop(JobId);
            return null;
        }
        var voucher = await paymaster.Settle(JobId, receipt, _reader.Salt, status => new ReceiptExpectation(
            JobId, options.Channel, status.Client, options.MarketKey ?? status.MarketKey, prompt, _reader.Answer, TokensCounted, promptTokens, options.MaxCharge), cancellationToken);
        _isSettled = true;
        return voucher;
    }

    public async ValueTask DisposeAsync()
    {
        opener.Dispose();
        if (!_isSettled) await paymaster.Leave(JobId, TokensCounted);
    }
}
