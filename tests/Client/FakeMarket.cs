using System.Net;
using System.Text;
using System.Text.Json;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Sealing;
using Cocoon.Ton.Crypto;

namespace Cocoon.Client.Tests;

/// <summary>A market behind an HttpClient that answers "Hello there" in two tokens, honestly or with one lie.</summary>
public sealed class FakeMarket : HttpMessageHandler
{
    public const string Prompt = "Say hello";

    public static readonly AccountAddress Channel = AccountAddress.From(0, Filled(2));
    public static readonly AccountAddress ClientWallet = AccountAddress.From(0, Filled(1));
    public static readonly SigningKey MarketKey = new(Filled(50), Ed25519.Default);
    public static readonly SigningKey EnclaveKey = new(Filled(51), Ed25519.Default);

    private static readonly SealingKeyPair Sealing = SealingKeyPair.Create(new SystemEntropy());
    public static readonly AccountAddress Provider = AccountAddress.From(0, Filled(3));
    private static readonly EnclaveClaims Claims = new(new HexBytes(EnclaveKey.PublicKey.Span), Sealing.PublicKey, new HexBytes(Filled(52)));
    public static readonly PriceList Prices = new(new Nano(2_000_000), Nano.Zero, new Nano(6_000_000), Nano.Zero);
    private static readonly byte[] Salt = Filled(60);
    private Lease? _lease;
    private int _jobs;

    /// <summary>The network that the market says it is on.</summary>
    public int Network { get; init; } = -217;

    /// <summary>Changes the evidence that is shown.</summary>
    public Func<EvidenceBundle, EvidenceBundle> Pretend { get; init; } = static bundle => bundle;

    /// <summary>Whether a challenge is answered, or old evidence shown.</summary>
    public bool Answers { get; init; } = true;

    /// <summary>Changes the lease that is given.</summary>
    public Func<Lease, Lease> Relet { get; init; } = static lease => lease;

    /// <summary>Changes the sealed answer on its way.</summary>
    public Func<List<byte[]>, List<byte[]>> Tamper { get; init; } = static chunks => chunks;

    /// <summary>What arrived as requests, as the network sees them.</summary>
    public List<byte[]> Seen { get; } = [];

    /// <summary>Jobs that were given back.</summary>
    public int GivenBack { get; private set; }

    /// <summary>Changes the receipt before it is signed.</summary>
    public Func<Receipt, Receipt> Lie { get; init; } = static receipt => receipt;

    /// <summary>Changes the signatures.</summary>
    public Func<SignedReceipt, SignedReceipt> Forge { get; init; } = static signed => signed;

    /// <summary>Whether a receipt is sent at all.</summary>
    public bool SendsReceipt { get; init; } = true;

    /// <summary>Whether the stream is cut before its closing statement.</summary>
    public bool CutsOff { get; init; }

    /// <summary>Answers that break off after their first token.</summary>
    public int Breaks { get; set; }

    /// <summary>What was asked when jobs were opened.</summary>
    public List<string> Wishes { get; } = [];

    /// <summary>The newest voucher the market shows; grows with those it takes.</summary>
    public VoucherBody? Newest { get; set; }

    /// <summary>All that was charged, by the market's word.</summary>
    public Nano Charged { get; set; } = Nano.FromTon(1);

    /// <summary>Vouchers taken, in order.</summary>
    public List<VoucherBody> Taken { get; } = [];

    /// <summary>Runs before a voucher is taken; may show another one first, as a second client would.</summary>
    public Action? BeforeVoucher { get; set; }

    public static byte[] Filled(byte number) => [.. Enumerable.Repeat(number, 32)];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => request.RequestUri!.AbsolutePath switch
    {
        "/cocoon/v1/jobs" => Answer(Open(await request.Content!.ReadAsByteArrayAsync(cancellationToken)), "application/json"),
        var path when path.EndsWith("/run", StringComparison.Ordinal) => Answer(Stream(await request.Content!.ReadAsByteArrayAsync(cancellationToken)), "text/event-stream"),
        _ when request.Method == HttpMethod.Delete => GiveBack(),
        "/cocoon/v1/channel" => Answer(Status(), "application/json"),
        "/cocoon/v1/vouchers" => Take(JsonSerializer.Deserialize<VoucherBody>(await request.Content!.ReadAsByteArrayAsync(cancellationToken), ReceiptJson.Options)!),
        _ => Refuse(HttpStatusCode.NotFound, "receipt_not_found"),
    };

    private HttpResponseMessage Take(VoucherBody voucher)
    {
        BeforeVoucher?.Invoke();
        BeforeVoucher = null;
        if (Newest is not null && (voucher.Seqno <= Newest.Seqno || voucher.AmountNano <= Newest.AmountNano))
            return Refuse(HttpStatusCode.Conflict, "voucher_stale");
        Taken.Add(voucher);
        Newest = voucher;
        return Answer(Status(), "application/json");
    }

    private string Status(VoucherBody? newest) => JsonSerializer.Serialize(
        new ChannelStatus(Channel, ClientWallet, Network, new HexBytes(MarketKey.PublicKey.Span), Nano.FromTon(1), Charged, Nano.Zero, Nano.Zero, 0, newest), ReceiptJson.Options);

    private string Status() => Status(Newest);

    private HttpResponseMessage GiveBack()
    {
        GivenBack++;
        return new HttpResponseMessage(HttpStatusCode.NoContent);
    }

    private string Open(byte[] wish)
    {
        Wishes.Add(Encoding.UTF8.GetString(wish));
        using var json = JsonDocument.Parse(wish);
        var asked = json.RootElement.TryGetProperty("challenge", out var challenge) ? challenge.GetString() : null;
        var nonce = asked is null || !Answers ? default : HexBytes.Parse(asked);
        _lease = LeaseOf(JobId.New(DateTimeOffset.UnixEpoch, BitConverter.GetBytes((long)++_jobs).Concat(new byte[2]).ToArray()));
        var binding = new ReportBinding(Claims, Network, Provider, default, nonce);
        var bundle = Pretend(new EvidenceBundle(Claims, 0, nonce, SimulatedEvidence.Create(binding), []));
        return $$"""{"job_id":"{{_lease.Job}}","network_id":{{Network}},"lease":{{JsonSerializer.Serialize(Relet(_lease), ReceiptJson.Options)}},"evidence":"{{Convert.ToBase64String(bundle.Encode())}}"}""";
    }

    public static Lease LeaseOf(JobId job) => new(job, Provider, "model", new HexBytes(Filled(4)), Prices, 500,
        new Appraisal(Tier.Simulated, Claims.ReceiptKey, new HexBytes(Filled(5)), DateTimeOffset.MaxValue, Claims.SealingKey), 1, DateTimeOffset.MaxValue);

    private string Stream(byte[] message)
    {
        Seen.Add(message);
        var job = _lease!.Job;
        SealedRequest.TryOpen(Sealing, SealingTerms.Of(_lease, Network), message, out var opened, out var failure).Should().BeTrue("{0}", failure);
        Encoding.UTF8.GetString(opened!.Plaintext.Span).Should().Contain(Prompt);
        using var answer = opened.StartAnswer(new SystemEntropy());
        AnswerToken[] tokens = [new(7, "Hello", null), new(8, " there", null)];
        var isRest = Encoding.UTF8.GetString(opened.Plaintext.Span).Contains("\"written\":[7]", StringComparison.Ordinal);
        if (isRest) tokens = tokens[1..];
        var breaks = Breaks-- > 0;
        if (breaks) tokens = tokens[..1];
        List<byte[]> chunks = [.. tokens.Select(token => answer.Seal(token.Encode()))];
        if (!CutsOff) chunks.Add(answer.SealLast(Salt));
        var signed = isRest ? Forge(Signed(Lie(HonestRest(job, opened.Plaintext.Span)))) : Sign(job);
        var receipt = SendsReceipt && !breaks ? $""","receipt":{JsonSerializer.Serialize(signed, ReceiptJson.Options)}""" : "";
        var last = breaks ? ""","outcome":{"failure":"engine_failed","message":"The engine failed."}""" : $$""","outcome":{"finish_reason":"stop","charge_nano":32{{receipt}}}""";
        var stream = new StringBuilder();
        foreach (var (number, chunk) in Tamper(chunks).Index())
            stream.Append($$"""data: {"sealed":"{{Convert.ToBase64String(chunk)}}","tokens":{{(number < tokens.Length ? 1 : 0)}}{{(number == tokens.Length ? last : "")}}}""").Append("\n\n: keep-alive\n\n");
        if (!CutsOff) stream.Append("data: [DONE]\n\n");
        return stream.ToString();
    }

    /// <summary>What an honest market says of a job.</summary>
    public static Receipt Honest(JobId job) => new(job, ClientWallet, Channel, Provider, "model", new HexBytes(Filled(4)), new TokenCounts(10, 0, 2, 0), Prices,
        new Nano(32), 500, Commitment.OfPrompt(Salt, [("user", Prompt)]), Commitment.OfAnswer(Salt, "Hello there"), Tier.Simulated, new HexBytes(Filled(5)),
        JobEnding.Stop, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    /// <summary>The same of a job that went on after the first token.</summary>
    private static Receipt HonestRest(JobId job, ReadOnlySpan<byte> body) => Honest(job) with
    {
        Tokens = new TokenCounts(11, 0, 1, 0), Charge = new Nano(28), PromptCommitment = Commitment.OfRequest(Salt, body.ToArray()), AnswerCommitment = Commitment.OfAnswer(Salt, " there"),
    };

    private SignedReceipt Sign(JobId job)
    {
        return Forge(Signed(Lie(Honest(job))));
    }

    /// <summary>Signed by provider and market.</summary>
    public static SignedReceipt Signed(Receipt receipt)
    {
        var hash = receipt.Hash().ToArray();
        return new SignedReceipt(receipt,
            new HexBytes(EnclaveKey.PublicKey.Span), new HexBytes(Ed25519.Default.Sign(EnclaveKey, hash)),
            new HexBytes(MarketKey.PublicKey.Span), new HexBytes(Ed25519.Default.Sign(MarketKey, hash)));
    }

    private static HttpResponseMessage Refuse(HttpStatusCode status, string code)
    {
        var refusal = Answer($$$"""{"error":{"message":"no","type":"conflict_error","param":null,"code":"{{{code}}}"}}""", "application/json");
        refusal.StatusCode = status;
        return refusal;
    }

    private static HttpResponseMessage Answer(string body, string type) => new(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, type) };
}
