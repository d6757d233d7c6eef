using System.Net;
using System.Text;
using System.Text.Json;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Ton.Crypto;

namespace Cocoon.Client.Tests;

/// <summary>A market behind an HttpClient that answers "Hello there" in two tokens, honestly or with one lie.</summary>
internal sealed class FakeMarket : HttpMessageHandler
{
    public const string Prompt = "Say hello";

    public static readonly AccountAddress Channel = AccountAddress.From(0, Filled(2));
    public static readonly AccountAddress ClientWallet = AccountAddress.From(0, Filled(1));
    public static readonly SigningKey MarketKey = new(Filled(50), Ed25519.Default);
    public static readonly SigningKey EnclaveKey = new(Filled(51), Ed25519.Default);

    private static readonly PriceList Prices = new(new Nano(2_000_000), Nano.Zero, new Nano(6_000_000), Nano.Zero);
    private readonly byte[] _salt = Filled(60);
    private int _job;

    /// <summary>The network that the market says it is on.</summary>
    public int Network { get; init; } = -217;

    /// <summary>Changes the receipt before it is signed.</summary>
    public Func<Receipt, Receipt> Lie { get; init; } = static receipt => receipt;

    /// <summary>Changes the signatures.</summary>
    public Func<SignedReceipt, SignedReceipt> Forge { get; init; } = static signed => signed;

    /// <summary>Whether a receipt is sent at all.</summary>
    public bool SendsReceipt { get; init; } = true;

    /// <summary>Whether the stream is cut before its closing statement.</summary>
    public bool CutsOff { get; init; }

    /// <summary>The newest voucher the market shows; grows with those it takes.</summary>
    public VoucherBody? Newest { get; set; }

    /// <summary>Vouchers taken, in order.</summary>
    public List<VoucherBody> Taken { get; } = [];

    /// <summary>Runs before a voucher is taken; may show another one first, as a second client would.</summary>
    public Action? BeforeVoucher { get; set; }

    public static byte[] Filled(byte number) => [.. Enumerable.Repeat(number, 32)];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => request.RequestUri!.AbsolutePath switch
    {
        "/v1/chat/completions" => Answer(Stream(), "text/event-stream"),
        "/cocoon/v1/channel" => Answer(Status(), "application/json"),
        "/cocoon/v1/vouchers" => Take(JsonSerializer.Deserialize<VoucherBody>(await request.Content!.ReadAsByteArrayAsync(cancellationToken), ReceiptJson.Options)!),
        _ => new HttpResponseMessage(HttpStatusCode.NotFound),
    };

    private HttpResponseMessage Take(VoucherBody voucher)
    {
        BeforeVoucher?.Invoke();
        BeforeVoucher = null;
        if (Newest is not null && (voucher.Seqno <= Newest.Seqno || voucher.AmountNano <= Newest.AmountNano))
        {
            var stale = Answer("""{"error":{"message":"stale","type":"conflict_error","param":null,"code":"voucher_stale"}}""", "application/json");
            stale.StatusCode = HttpStatusCode.Conflict;
            return stale;
        }
        Taken.Add(voucher);
        Newest = voucher;
        return Answer(Status(), "application/json");
    }

    private string Status(VoucherBody? newest) => JsonSerializer.Serialize(
        new ChannelStatus(Channel, ClientWallet, Network, new HexBytes(MarketKey.PublicKey.Span), Nano.FromTon(1), Nano.Zero, Nano.Zero, Nano.Zero, 0, newest), ReceiptJson.Options);

    private string Status() => Status(Newest);

    private string Stream()
    {
        var job = JobId.New(DateTimeOffset.UnixEpoch, BitConverter.GetBytes((long)++_job).Concat(new byte[2]).ToArray());
        var stream = new StringBuilder();
        foreach (var (token, text) in ((int, string)[])[(7, "Hello"), (8, " there")])
            stream.Append($$$"""data: {"choices":[{"index":0,"delta":{"content":"{{{text}}}"}}],"cocoon":{"token_ids":[{{{token}}}]}}""").Append("\n\n: keep-alive\n\n");
        if (CutsOff) return stream.ToString();
        var receipt = SendsReceipt
            ? $$""","receipt":{{JsonSerializer.Serialize(Sign(job), ReceiptJson.Options)}},"salt":"{{Convert.ToHexStringLower(_salt)}}" """
            : "";
        stream.Append($$$"""data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"cocoon":{"job_id":"{{{job}}}","tier":"simulated"{{{receipt}}}}}""").Append("\n\ndata: [DONE]\n\n");
        return stream.ToString();
    }

    private SignedReceipt Sign(JobId job)
    {
        var honest = new Receipt(job, ClientWallet, Channel, AccountAddress.From(0, Filled(3)), "model", new HexBytes(Filled(4)), new TokenCounts(10, 0, 2, 0), Prices,
            new Nano(32), 500, Commitment.OfPrompt(_salt, [("user", Prompt)]), Commitment.OfAnswer(_salt, "Hello there"), Tier.Simulated, new HexBytes(Filled(5)),
            JobEnding.Stop, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
        var receipt = Lie(honest);
        var hash = receipt.Hash().ToArray();
        return Forge(new SignedReceipt(receipt,
            new HexBytes(EnclaveKey.PublicKey.Span), new HexBytes(Ed25519.Default.Sign(EnclaveKey, hash)),
            new HexBytes(MarketKey.PublicKey.Span), new HexBytes(Ed25519.Default.Sign(MarketKey, hash))));
    }

    private static HttpResponseMessage Answer(string body, string type) => new(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, type) };
}
