using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;

namespace Cocoon.Client.Vouchers;

/// <summary>
/// The client's own running total. It starts from the newest voucher that it remembers or the market can show, whose
/// signature proves that it is ours, and grows by checked receipts only: what others claim we owe never enters it. Pure:
/// whoever uses it saves <see cref="State"/> before a voucher leaves the process. Not thread-safe.
/// </summary>
internal sealed class VoucherBook(AccountAddress channel, SigningKey key, VoucherSigner signer, VoucherState state)
{
    /// <summary>Jobs remembered as paid: far more than can run or be retried at once.</summary>
    private const int MaxPaid = 256;

    public VoucherState State { get; private set; } = state;

    /// <summary>Our newest voucher; null before the first.</summary>
    public SignedVoucher? Newest => State.Signed?.For(channel);

    public bool IsPaid(string job) => State.Paid.Contains(job);

    /// <summary>Takes over the newest voucher that the market shows, if it is newer than ours: another client with our key signed it.</summary>
    /// <param name="shown">The market's newest; null for none.</param>
    /// <param name="charged">All that the market charged, by its own word: nobody is paid more.</param>
    /// <exception cref="ReceiptMismatchException">This key never signed it.</exception>
    public void Recover(VoucherBody? shown, Nano charged)
    {
        if (shown is null) return;
        if (!signer.Verify(shown.For(channel), new HexBytes(key.PublicKey.Span)))
            throw new ReceiptMismatchException("the market shows a voucher that this key never signed.");
        if (State.Signed is not { } ours || shown.Seqno > ours.Seqno) TakeOver(shown, charged);
        else if (shown == ours) State = State with { Untaken = Nano.Zero };
    }

    /// <summary>The voucher that the market lacks; null when it has all.</summary>
    public SignedVoucher? Missing(VoucherBody? shown) =>
        Newest is { } newest && (shown is null || shown.Seqno < newest.Voucher.Seqno) ? newest : null;

    /// <summary>Signs for a checked charge, unless the job was paid before.</summary>
    /// <param name="job">The job.</param>
    /// <param name="charge">By its receipt.</param>
    /// <param name="charged">All that the market charged, by its own word: a rival with our key may have signed for this charge already.</param>
    /// <returns>The newest voucher; null when there is none and nothing to pay.</returns>
    public SignedVoucher? Pay(string job, Nano charge, Nano charged)
    {
        if (!IsPaid(job))
        {
            var signed = State.Signed?.AmountNano ?? Nano.Zero;
            var total = Nano.Min(signed + charge, charged);
            if (total > signed) Sign(total, State.Untaken + (total - signed));
            var paid = State.Paid.Add(job);
            State = State with { Paid = paid.Count > MaxPaid ? paid.RemoveRange(0, paid.Count - MaxPaid) : paid };
        }
        Close(job);
        return Newest;
    }

    /// <summary>The market has this voucher.</summary>
    public void Taken(SignedVoucher voucher)
    {
        if (State.Signed == VoucherBody.Of(voucher)) State = State with { Untaken = Nano.Zero };
    }

    /// <summary>A job begins; its receipt is to come.</summary>
    public void Open(OpenBill bill) => State = State with { Open = State.Open.RemoveAll(open => open.JobId == bill.JobId).Add(bill) };

    /// <summary>Nothing more is to come for this job.</summary>
    public void Close(string job) => State = State with { Open = State.Open.RemoveAll(open => open.JobId == job) };

    private void TakeOver(VoucherBody shown, Nano charged)
    {
        var untaken = State.Untaken;
        State = State with { Signed = shown, Untaken = Nano.Zero };
        // Whether the other one counted our last charges cannot be known; all charges together are never exceeded.
        var total = Nano.Min(shown.AmountNano + untaken, charged);
        if (untaken.IsPositive && total > shown.AmountNano) Sign(total, total - shown.AmountNano);
    }

    private void Sign(Nano total, Nano untaken)
    {
        var voucher = signer.Sign(new Voucher(channel, total, checked((State.Signed?.Seqno ?? 0) + 1)), key);
        State = State with { Signed = VoucherBody.Of(voucher), Untaken = untaken };
    }
}
