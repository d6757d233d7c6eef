using Cocoon.Core.Channels;
using Cocoon.Core.Money;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;

namespace Cocoon.CrashHost.Chaos;

/// <summary>Signs for what the client has receipts for, and for nothing else. Thread-safe.</summary>
internal sealed class Payer(MarketCalls market, ClientJournal journal, SigningKey key)
{
    private readonly VoucherSigner _signer = new(Ed25519.Default);
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>A voucher that was signed and not taken goes again as it was; only then is another one signed.</summary>
    public async Task Pay()
    {
        await _one.WaitAsync();
        try
        {
            if (journal.Signed is { } last && last.Seqno > journal.Taken && !await Send(last)) return;
            var owed = journal.Receipts().Values.Aggregate(Nano.Zero, (sum, receipt) => sum + receipt.Charge);
            if (owed <= (journal.Signed?.Amount ?? Nano.Zero)) return;
            var next = new RememberedVoucher(owed, (journal.Signed?.Seqno ?? 0) + 1);
            journal.Sign(next.Amount, next.Seqno);
            await Send(next);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<bool> Send(RememberedVoucher voucher)
    {
        var signed = _signer.Sign(new Voucher(market.Channel, voucher.Amount, voucher.Seqno), key);
        if (!await market.Send(signed)) return false;
        journal.Take(voucher.Seqno);
        return true;
    }
}
