using System.Net;
using Cocoon.Client.Transport;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;

namespace Cocoon.Client.Tests.Vouchers;

/// <summary>The money side of a market: charges jobs, shows receipts, takes vouchers by the rules of its ledger.</summary>
internal sealed class LedgerMarket
{
    private const int Network = -217;
    private static readonly VoucherSigner Signer = new(Ed25519.Default);
    private readonly Dictionary<string, SignedReceipt> _receipts = [];
    private int _jobs;

    /// <summary>All that was charged.</summary>
    public Nano Charged { get; private set; }

    public SignedVoucher? Newest { get; private set; }

    /// <summary>Every voucher that left a client, taken or not.</summary>
    public List<SignedVoucher> Seen { get; } = [];

    public static byte[] Salt { get; } = FakeMarket.Filled(60);

    public OpenedJob Open()
    {
        var id = JobId.New(DateTimeOffset.UnixEpoch, [.. BitConverter.GetBytes((long)++_jobs), 0, 0]);
        return new OpenedJob(id.ToString(), Network, FakeMarket.LeaseOf(id), []);
    }

    /// <summary>The job is over; its receipt is there.</summary>
    public SignedReceipt Charge(OpenedJob job, int tokens)
    {
        var counts = new TokenCounts(1, 0, tokens, 0);
        var receipt = FakeMarket.Signed(new Receipt(job.Lease.Job, FakeMarket.ClientWallet, FakeMarket.Channel, FakeMarket.Provider, "model", new HexBytes(FakeMarket.Filled(4)), counts,
            FakeMarket.Prices, FakeMarket.Prices.Charge(counts), 500, Commitment.OfPrompt(Salt, [("user", "x")]), Commitment.OfAnswer(Salt, ""), Tier.Simulated,
            new HexBytes(FakeMarket.Filled(5)), JobEnding.Stop, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch));
        _receipts[job.JobId] = receipt;
        Charged += receipt.Receipt.Charge;
        return receipt;
    }

    public SignedReceipt? Find(string job) => _receipts.GetValueOrDefault(job);

    public ChannelStatus Status() => new(FakeMarket.Channel, FakeMarket.ClientWallet, Network, new HexBytes(FakeMarket.MarketKey.PublicKey.Span), Nano.FromTon(1), Charged,
        Nano.Zero, Nano.Zero, 0, Newest is { } newest ? VoucherBody.Of(newest) : null);

    public void Take(SignedVoucher voucher)
    {
        Seen.Add(voucher);
        Signer.Verify(voucher, new HexBytes(new SigningKey(FakeMarket.Filled(40), Ed25519.Default).PublicKey.Span)).Should().BeTrue();
        voucher.Voucher.Amount.Should().BeLessThanOrEqualTo(Charged, "no more is signed than was charged");
        if (Newest is { } newest && voucher != newest && (voucher.Voucher.Seqno <= newest.Voucher.Seqno || voucher.Voucher.Amount <= newest.Voucher.Amount))
            throw new CocoonException("stale", HttpStatusCode.Conflict, "voucher_stale", null);
        Newest = voucher;
    }
}
