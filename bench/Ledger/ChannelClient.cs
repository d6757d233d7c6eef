using System.Buffers.Binary;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Grains;
using Cocoon.Grains.Channels;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;

namespace Cocoon.Bench.Ledger;

/// <summary>What the rest of the market does with one channel: holds, receipts, vouchers, and handing them to settlement. Thread-safe.</summary>
internal sealed class ChannelClient(IGrainFactory grains, AccountAddress channel, AccountAddress client, SigningKey voucherKey, int shard)
{
    /// <summary>Postings after which the client signs its next voucher, and the shard is asked to settle.</summary>
    private const int VoucherEvery = 32;
    private const int SettleEvery = 1_024;

    /// <summary>Receipts in the outbox at which callers wait for settlement.</summary>
    private const int MaxUnsettled = 3_072;

    private static readonly PriceList Prices = new(new Nano(1_000_000), new Nano(1_000_000), new Nano(10_000_000), new Nano(10_000_000));
    private static readonly TokenCounts Tokens = new(200, 0, 100, 0);
    private static readonly Nano Charge = Prices.Charge(Tokens);
    private static readonly HexBytes Hash = new(Enumerable.Repeat((byte)7, 32).ToArray());
    private static readonly HexBytes Signature = new(Enumerable.Repeat((byte)8, 64).ToArray());
    private static readonly AccountAddress Provider = AccountAddress.From(0, Enumerable.Repeat((byte)9, 32).ToArray());
    private static long _jobs;

    private readonly IPaymentChannelGrain _grain = grains.Channel(channel);
    private readonly VoucherSigner _signer = new(Ed25519.Default);
    private Nano _vouched;
    private uint _seqno;
    private int _posted;
    private int _settling;

    public int Posted => Volatile.Read(ref _posted);

    public Task Open() => _grain.Open();

    /// <summary>One job's money: a hold, then a receipt of the same amount; two calls, each of them stored when it returns.</summary>
    public async Task Earn()
    {
        var now = DateTimeOffset.UtcNow;
        var job = NewJob(now);
        await _grain.Hold(job, Charge + Charge, now.AddMinutes(5));
        var view = await _grain.Post(Receipt(job, now));
        var posted = Interlocked.Increment(ref _posted);
        if (view.Unsettled >= MaxUnsettled) await _grain.Push();
        if (posted % VoucherEvery == 0) await Sign(view.Charged);
        if (posted % SettleEvery == 0) await grains.Settlement(shard).Settle();
    }

    /// <summary>Checks that the books are what was posted, to the nano.</summary>
    /// <exception cref="BenchException">They are not, so no figure of this run means anything.</exception>
    public async Task Check()
    {
        var view = await _grain.View();
        if (view.ReceiptCount != Posted || view.Charged.Value != Posted * Charge.Value || !view.Held.IsZero)
            throw new BenchException($"Channel {channel} has {view.ReceiptCount} receipts and {view.Charged} charged after {Posted} postings of {Charge}.");
    }

    /// <summary>One caller at a time signs; the others need not wait, because a later voucher covers their receipts too.</summary>
    private async Task Sign(Nano charged)
    {
        if (Interlocked.Exchange(ref _settling, 1) == 1) return;
        try
        {
            // Callers may come here in another order than their receipts were posted in.
            if (charged <= _vouched) return;
            _vouched = charged;
            await _grain.AcceptVoucher(_signer.Sign(new Voucher(channel, charged, ++_seqno), voucherKey));
            await _grain.Push();
        }
        finally
        {
            Volatile.Write(ref _settling, 0);
        }
    }

    private SignedReceipt Receipt(JobId job, DateTimeOffset now) => new(
        new Receipt(job, client, channel, Provider, "bench", Hash, Tokens, Prices, Charge, 500, Hash, Hash, Tier.Simulated, Hash, JobEnding.Stop, now, now),
        Hash, Signature, Hash, Signature);

    private static JobId NewJob(DateTimeOffset now)
    {
        Span<byte> random = stackalloc byte[10];
        BinaryPrimitives.WriteInt64BigEndian(random, Interlocked.Increment(ref _jobs));
        return JobId.New(now, random);
    }
}
