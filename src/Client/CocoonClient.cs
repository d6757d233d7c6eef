using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using Cocoon.Attestation;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;
using Cocoon.Client.Http;
using Cocoon.Client.Receipts;
using Cocoon.Client.Sealed;
using Cocoon.Client.Vouchers;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;
using Cocoon.Sealing;
using Cocoon.Ton.Channels;
using Cocoon.Ton.Crypto;

namespace Cocoon.Client;

/// <summary>
/// The client over HTTP. Prompts are sealed to the machine that serves them, once this client itself found that machine good;
/// the gateway and the market see bounds and counts of tokens only. One instance keeps one channel's running total, so use one
/// instance for a channel.
/// </summary>
public sealed class CocoonClient : ICocoonClient, IDisposable
{
    private readonly HttpClient _http;
    private readonly CocoonClientOptions _options;
    private readonly IPromptCounter? _promptCounter;
    private readonly SigningKey _voucherKey;
    private readonly ReceiptVerifier _verifier;
    private readonly MachineCheck _machines;
    private readonly SystemEntropy _entropy = new();
    private readonly VoucherBook _book;
    private readonly SemaphoreSlim _vouchers = new(1);

    /// <param name="http">Sends; without a timeout of its own.</param>
    /// <param name="options">Validated settings.</param>
    /// <param name="ed25519">Checks receipts and signs vouchers.</param>
    /// <param name="promptCounter">Counts prompts exactly; null to bound them by their bytes.</param>
    /// <param name="machines">Makes verdicts on machines; null for one made of the policy in <paramref name="options"/>.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public CocoonClient(
        HttpClient http, CocoonClientOptions options, IEd25519 ed25519, IPromptCounter? promptCounter = null, IMachineVerifier? machines = null, TimeProvider? time = null)
    {
        _http = http;
        _options = options;
        _promptCounter = promptCounter;
        _voucherKey = new SigningKey(options.VoucherSeed, ed25519);
        _verifier = new ReceiptVerifier(ed25519);
        _machines = new MachineCheck(machines ?? Verifier(options), time ?? TimeProvider.System);
        _book = new VoucherBook(options.Channel, _voucherKey, new VoucherSigner(ed25519));
    }

    public async IAsyncEnumerable<ChatUpdate> StreamChatAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var job = await Open(request, cancellationToken);
        var (body, opener) = await Seal(job, request, cancellationToken);
        using var keys = opener;
        using var message = Request(HttpMethod.Post, $"cocoon/v1/jobs/{job.JobId}/run");
        message.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        using var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await ErrorReader.ThrowIfFailed(response, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var answer = new SealedReader(opener);
        await foreach (var data in EventReader.Read(stream, cancellationToken))
        {
            if (data == "[DONE]") break;
            if (answer.Take(data) is { Length: > 0 } text) yield return new ChatUpdate(text, null);
        }
        if (!answer.IsClosed) throw new CocoonException("The answer was cut off before its receipt came. What arrived is charged once a receipt is presented and checked.", null, "cut_off", null);
        yield return new ChatUpdate("", await Settle(request, job, answer, cancellationToken));
    }

    public async Task<ChatResult> ChatAsync(ChatRequest request, CancellationToken cancellationToken = default)
    {
        await foreach (var update in StreamChatAsync(request, cancellationToken))
            if (update.Result is { } result) return result;
        throw new InvalidOperationException("A stream ended without its result.");
    }

    public async Task<ChannelStatus> GetChannelAsync(CancellationToken cancellationToken = default)
    {
        using var message = Request(HttpMethod.Get, "cocoon/v1/channel");
        var status = await Send<ChannelStatus>(message, cancellationToken);
        return status.NetworkId == _options.NetworkId
            ? status
            : throw new ReceiptMismatchException($"the gateway's market is on network {status.NetworkId}, this client is set to {_options.NetworkId}.");
    }

    public void Dispose()
    {
        _voucherKey.Dispose();
        _vouchers.Dispose();
        _http.Dispose();
    }

    private async Task<OpenedJob> Open(ChatRequest request, CancellationToken cancellationToken)
    {
        var challenge = _options.Challenge ? Challenge() : default;
        using var message = Request(HttpMethod.Post, "cocoon/v1/jobs");
        message.Content = JsonContent.Create(new JobBody(request.Model, _promptCounter?.Count(request) ?? ReceiptVerifier.PromptBound(request), request.MaxTokens, request.Tier, challenge.IsEmpty ? null : challenge), options: ReceiptJson.Options);
        return await Send<OpenedJob>(message, cancellationToken) with { Challenge = challenge };
    }

    private HexBytes Challenge()
    {
        Span<byte> nonce = stackalloc byte[ReportBinding.NonceBytes];
        _entropy.Fill(nonce);
        return new HexBytes(nonce);
    }

    /// <summary>Seals the request, if the machine is good; otherwise gives the job back, so that no money stays held for it.</summary>
    private async Task<(byte[] Message, AnswerOpener Opener)> Seal(OpenedJob job, ChatRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await _machines.Check(job, request, _options.NetworkId, cancellationToken);
            return SealedRequest.TrySeal(
                job.Lease.Appraisal.SealingKey, SealingTerms.Of(job.Lease, job.NetworkId), ChatBody.Write(request), _entropy, out var message, out var opener, out var failure)
                ? (message, opener)
                : throw new MachineNotTrustedException(failure.Explain());
        }
        catch (MachineNotTrustedException)
        {
            using var back = Request(HttpMethod.Delete, $"cocoon/v1/jobs/{Uri.EscapeDataString(job.JobId)}");
            using var response = await _http.SendAsync(back, cancellationToken);
            throw;
        }
    }

    private static MachineVerifier Verifier(CocoonClientOptions options) => new(
        new MachineAppraiser(Verifiers.All), new NoCollateral(), new FixedPolicy(options.Policy ?? PolicyDocument.Simulated(options.NetworkId)), new NoEpochs());

    /// <summary>Checks the receipt and pays for it.</summary>
    private async Task<ChatResult> Settle(ChatRequest request, OpenedJob job, SealedReader answer, CancellationToken cancellationToken)
    {
        var tier = job.Lease.Appraisal.Tier.Name();
        if (answer.Receipt is not { } receipt)
        {
            if (answer.TokensCounted > 0) throw new ReceiptMismatchException("tokens arrived, but no receipt came.");
            return new ChatResult(answer.Text, job.JobId, 0, tier, null, default, null);
        }
        await _vouchers.WaitAsync(cancellationToken);
        try
        {
            var status = await GetChannelAsync(cancellationToken);
            _verifier.Verify(receipt, answer.Salt, new ReceiptExpectation(
                job.JobId, _options.Channel, status.Client, _options.MarketKey ?? status.MarketKey, request, answer.Text,
                answer.TokensCounted, _promptCounter?.Count(request), _options.MaxCharge));
            _book.Recover(status.Voucher);
            _book.Add(receipt.Receipt.Charge);
            var voucher = await Pay(cancellationToken);
            return new ChatResult(answer.Text, job.JobId, answer.TokensCounted, tier, receipt, receipt.Receipt.Hash(), voucher);
        }
        finally
        {
            _vouchers.Release();
        }
    }

    private async Task<SignedVoucher?> Pay(CancellationToken cancellationToken)
    {
        if (_book.Next() is not { } voucher) return null;
        try
        {
            await Post(voucher, cancellationToken);
        }
        catch (CocoonException e) when (e.Code == "voucher_stale")
        {
            // Another instance signed in between: take its total over and add ours, once.
            _book.Recover((await GetChannelAsync(cancellationToken)).Voucher);
            voucher = _book.Next()!;
            await Post(voucher, cancellationToken);
        }
        _book.Taken(voucher);
        return voucher;
    }

    private async Task Post(SignedVoucher voucher, CancellationToken cancellationToken)
    {
        using var message = Request(HttpMethod.Post, "cocoon/v1/vouchers");
        message.Content = JsonContent.Create(new VoucherBody(voucher.Voucher.Amount, voucher.Voucher.Seqno, voucher.Signature), options: ReceiptJson.Options);
        await Send<ChannelStatus>(message, cancellationToken);
    }

    private async Task<T> Send<T>(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        using var response = await _http.SendAsync(message, cancellationToken);
        await ErrorReader.ThrowIfFailed(response, cancellationToken);
        return await response.Content.ReadFromJsonAsync<T>(ReceiptJson.Options, cancellationToken)
            ?? throw new CocoonException("The gateway answered with nothing.", HttpStatusCode.OK, null, null);
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, new Uri(_options.Endpoint!, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.ApiKey);
        request.Headers.Add("x-cocoon-channel", _options.Channel.Raw);
        return request;
    }
}
