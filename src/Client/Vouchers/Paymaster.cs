using System.Net;
using Cocoon.Client.Receipts;
using Cocoon.Client.Transport;
using Cocoon.Core.Channels;
using Cocoon.Core.Receipts;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;

namespace Cocoon.Client.Vouchers;

/// <summary>
/// Checks receipts and pays for them. What it signs is durable before it leaves the process, and the same voucher is handed
/// over until the market has it. Thread-safe; one call at a time touches the books.
/// </summary>
internal sealed class Paymaster(IMarketTransport transport, CocoonClientOptions options, SigningKey key, IEd25519 ed25519, TimeProvider time) : IDisposable
{
    /// <summary>Other clients that may sign with our key between a look at the channel and our voucher.</summary>
    private const int MaxRivals = 3;

    /// <summary>After a job's lease has ended, its bill may still be on its way for so long.</summary>
    private static readonly TimeSpan BillPatience = TimeSpan.FromMinutes(5);

    private readonly ReceiptVerifier _verifier = new(ed25519);
    private readonly SemaphoreSlim _gate = new(1);
    private readonly HashSet<string> _running = [];
    private IVoucherJournal? _journal;
    private VoucherBook? _book;
    private bool _isRecovered;

    /// <summary>Pays what is left from before, so that the market does not refuse new jobs for it.</summary>
    public Task<IReadOnlyList<OpenBill>> SettleLeft(CancellationToken cancellationToken) => Locked<IReadOnlyList<OpenBill>>(async book =>
    {
        var left = book.State.Open.FindAll(bill => !_running.Contains(bill.JobId) && bill.Dispute is null);
        var isOwing = book.State.Untaken.IsPositive || (!_isRecovered && book.State.Signed is not null);
        if (left.IsEmpty && !isOwing) return book.State.Open.FindAll(bill => !_running.Contains(bill.JobId));
        var status = await Status(cancellationToken);
        book.Recover(status.Voucher, status.ChargedNano);
        foreach (var bill in left) await Settle(book, bill, status, cancellationToken);
        Save(book);
        await HandOver(book, status, cancellationToken);
        _isRecovered = true;
        return book.State.Open.FindAll(bill => !_running.Contains(bill.JobId));
    }, cancellationToken);

    /// <summary>A job begins: should this process end before the receipt is checked, the next one knows of it.</summary>
    public Task Begin(OpenedJob job, JobWish wish, CancellationToken cancellationToken) => Locked(book =>
    {
        _running.Add(job.JobId);
        book.Open(new OpenBill(job.JobId, wish.Model, job.Lease.Prices, wish.MaxPromptTokens, wish.MaxTokens is { } each ? checked(each * wish.Choices) : null, Until(job.Lease.Expires)));
        Save(book);
        return Task.FromResult(true);
    }, cancellationToken);

    /// <summary>Nothing was delivered or will be.</summary>
    public Task Drop(string job) => Locked(book =>
    {
        _running.Remove(job);
        book.Close(job);
        Save(book);
        return Task.FromResult(true);
    }, CancellationToken.None);

    /// <summary>The caller left, or the answer broke off, after so many tokens. Its receipt is looked for later.</summary>
    public Task Leave(string job, int counted) => Locked(book =>
    {
        _running.Remove(job);
        if (book.State.Open.Find(bill => bill.JobId == job) is not { } left) return Task.FromResult(true);
        book.Open(left with { Counted = counted });
        Save(book);
        return Task.FromResult(true);
    }, CancellationToken.None);

    /// <summary>Checks the receipt and pays for it.</summary>
    /// <exception cref="ReceiptMismatchException">It is not what this client saw; nothing was signed.</exception>
    public Task<SignedVoucher?> Settle(string job, SignedReceipt receipt, byte[] salt, Func<ChannelStatus, ReceiptExpectation> expect, CancellationToken cancellationToken) => Locked(async book =>
    {
        var status = await Status(cancellationToken);
        try
        {
            _verifier.Verify(receipt, salt, expect(status));
            book.Recover(status.Voucher, status.ChargedNano);
        }
        catch (ReceiptMismatchException e)
        {
            Dispute(book, job, e);
            throw;
        }
        var voucher = book.Pay(job, receipt.Receipt.Charge, status.ChargedNano);
        _running.Remove(job);
        Save(book);
        await HandOver(book, status, cancellationToken);
        return book.Newest ?? voucher;
    }, cancellationToken);

    /// <summary>Signs the agreement to close with what the market may keep: no more than was signed for.</summary>
    public Task<CloseGrant> Close(CancellationToken cancellationToken) => Locked(async book =>
    {
        var status = await Status(cancellationToken);
        book.Recover(status.Voucher, status.ChargedNano);
        var signed = book.State.Signed?.AmountNano ?? Core.Money.Nano.Zero;
        if (status.FinalAmountNano > signed)
            throw new ReceiptMismatchException($"the market wants to keep {status.FinalAmountNano} at the end, {signed} is signed for. Settle what is open first.");
        var cell = ChannelAgreements.Close(options.Channel, status.FinalAmountNano);
        var ours = new Core.Crypto.HexBytes(ed25519.Sign(key, cell.Hash));
        var theirs = await transport.CloseAsync(status.FinalAmountNano, ours, cancellationToken);
        return ed25519.Verify((options.MarketKey ?? status.MarketKey).ToArray(), cell.Hash, theirs.ToArray())
            ? new CloseGrant(options.Channel, status.FinalAmountNano, ours, theirs)
            : throw new ReceiptMismatchException("the market's signature under the close is wrong.");
    }, cancellationToken);

    /// <summary>The channel, if it is of the right network.</summary>
    public async Task<ChannelStatus> Status(CancellationToken cancellationToken, ChannelAction action = ChannelAction.View)
    {
        var status = await transport.ChannelAsync(action, cancellationToken);
        return status.NetworkId == options.NetworkId
            ? status
            : throw new ReceiptMismatchException($"the gateway's market is on network {status.NetworkId}, this client is set to {options.NetworkId}.");
    }

    public void Dispose()
    {
        _journal?.Dispose();
        _gate.Dispose();
    }

    private async Task Settle(VoucherBook book, OpenBill bill, ChannelStatus status, CancellationToken cancellationToken)
    {
        if (await transport.ReceiptAsync(bill.JobId, cancellationToken) is not { } receipt)
        {
            if (time.GetUtcNow() > bill.Until) book.Close(bill.JobId);
            return;
        }
        try
        {
            _verifier.Verify(receipt, Unseen(bill, status));
            book.Pay(bill.JobId, receipt.Receipt.Charge, status.ChargedNano);
        }
        catch (ReceiptMismatchException e)
        {
            // For people: the caller finds it in what settling returns, and new jobs go on.
            book.Open(bill with { Dispute = e.Message });
        }
    }

    private UnseenExpectation Unseen(OpenBill bill, ChannelStatus status)
    {
        var most = bill.MaxTokens ?? int.MaxValue;
        var delivered = bill.Counted is { } counted ? (int)Math.Min(most, (long)counted + options.UnseenTokens) : most;
        return new UnseenExpectation(bill.JobId, options.Channel, status.Client, options.MarketKey ?? status.MarketKey, bill.Model, bill.Prices, bill.MaxPromptTokens, delivered, options.MaxCharge);
    }

    private void Dispute(VoucherBook book, string job, ReceiptMismatchException why)
    {
        _running.Remove(job);
        if (book.State.Open.Find(bill => bill.JobId == job) is { } bill) book.Open(bill with { Dispute = why.Message });
        Save(book);
    }

    /// <summary>Hands over what the market lacks. When it cannot be reached now, the next call does it: the voucher is durable.</summary>
    private async Task HandOver(VoucherBook book, ChannelStatus status, CancellationToken cancellationToken)
    {
        for (var rivals = 0; book.Missing(status.Voucher) is { } voucher; rivals++)
        {
            try
            {
                await transport.PayAsync(voucher, cancellationToken);
                book.Taken(voucher);
                return;
            }
            catch (CocoonException e) when (e.Code == "voucher_stale" && rivals < MaxRivals)
            {
                // Another client with our key signed in between: its total is taken over and ours added, once.
                status = await Status(cancellationToken);
                book.Recover(status.Voucher, status.ChargedNano);
                Save(book);
            }
            catch (Exception e) when (e is HttpRequestException or CocoonException { Status: >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests })
            {
                return;
            }
        }
    }

    private void Save(VoucherBook book)
    {
        if (!ReferenceEquals(_journal!.State, book.State)) _journal.Save(book.State);
    }

    private static DateTimeOffset Until(DateTimeOffset expires) =>
        expires < DateTimeOffset.MaxValue - BillPatience ? expires + BillPatience : DateTimeOffset.MaxValue;

    private async Task<T> Locked<T>(Func<VoucherBook, Task<T>> act, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            _journal ??= options.OpenJournal();
            // After a failed write the books may be ahead of the disk; what is on disk counts.
            if (_book is null || !ReferenceEquals(_book.State, _journal.State)) _book = new VoucherBook(options.Channel, key, new VoucherSigner(ed25519), _journal.State);
            return await act(_book);
        }
        finally
        {
            _gate.Release();
        }
    }
}
