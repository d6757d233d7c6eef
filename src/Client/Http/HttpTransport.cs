using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using Cocoon.Client.Transport;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;

namespace Cocoon.Client.Http;

/// <summary>The market behind a gateway (docs/gateway.md). Thread-safe.</summary>
/// <param name="http">Sends; without a timeout of its own, because a stream may be quiet for long. Disposed with this.</param>
/// <param name="options">Where the gateway is, and whose key and channel pay.</param>
public sealed class HttpTransport(HttpClient http, CocoonClientOptions options) : IMarketTransport
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<ModelInfo>> ModelsAsync(CancellationToken cancellationToken) =>
        [.. (await Send<ModelList>(HttpMethod.Get, "v1/models", null, cancellationToken)).Data.Select(static model => model.ToInfo())];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<BindingQuote>> QuotesAsync(QuoteWish wish, CancellationToken cancellationToken) =>
        (await Send<QuotesBody>(HttpMethod.Post, "cocoon/v1/quotes", wish, cancellationToken)).Quotes;

    /// <inheritdoc/>
    public Task<BindingQuote> CounterAsync(HexBytes quote, PriceList bid, CancellationToken cancellationToken) =>
        Send<BindingQuote>(HttpMethod.Post, $"cocoon/v1/quotes/{quote}/counter", new CounterBody(bid), cancellationToken);

    /// <inheritdoc/>
    public async Task<OpenedJob> OpenAsync(JobWish wish, CancellationToken cancellationToken)
    {
        using var message = Request(HttpMethod.Post, "cocoon/v1/jobs", wish);
        if (wish.IdempotencyKey is { } key) message.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await Send<OpenedJob>(message, cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<SealedPart> RunAsync(OpenedJob job, ReadOnlyMemory<byte> message, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, $"cocoon/v1/jobs/{Uri.EscapeDataString(job.JobId)}/run", null);
        request.Content = new ReadOnlyMemoryContent(message) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await ErrorReader.ThrowIfFailed(response, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await foreach (var data in EventReader.Read(stream, cancellationToken))
        {
            if (data == "[DONE]") yield break;
            yield return PartReader.Read(data);
        }
    }

    /// <inheritdoc/>
    public async Task GiveBackAsync(string jobId, CancellationToken cancellationToken)
    {
        using var message = Request(HttpMethod.Delete, $"cocoon/v1/jobs/{Uri.EscapeDataString(jobId)}", null);
        using var response = await http.SendAsync(message, cancellationToken);
        await ErrorReader.ThrowIfFailed(response, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SignedReceipt?> ReceiptAsync(string jobId, CancellationToken cancellationToken) =>
        Find<SignedReceipt>($"cocoon/v1/receipts/{Uri.EscapeDataString(jobId)}", cancellationToken);

    /// <inheritdoc/>
    public Task<ReceiptFile?> ReceiptFileAsync(string jobId, CancellationToken cancellationToken) =>
        Find<ReceiptFile>($"cocoon/v1/receipts/{Uri.EscapeDataString(jobId)}/file", cancellationToken);

    /// <inheritdoc/>
    public Task<ChannelStatus> ChannelAsync(ChannelAction action, CancellationToken cancellationToken) => action switch
    {
        ChannelAction.View => Send<ChannelStatus>(HttpMethod.Get, "cocoon/v1/channel", null, cancellationToken),
        ChannelAction.Refresh => Send<ChannelStatus>(HttpMethod.Post, "cocoon/v1/channel/refresh", null, cancellationToken),
        ChannelAction.Drain => Send<ChannelStatus>(HttpMethod.Post, "cocoon/v1/channel/drain", null, cancellationToken),
        ChannelAction.Reopen => Send<ChannelStatus>(HttpMethod.Post, "cocoon/v1/channel/reopen", null, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(action)),
    };

    /// <inheritdoc/>
    public Task<ChannelStatus> PayAsync(SignedVoucher voucher, CancellationToken cancellationToken) =>
        Send<ChannelStatus>(HttpMethod.Post, "cocoon/v1/vouchers", VoucherBody.Of(voucher), cancellationToken);

    /// <inheritdoc/>
    public Task<WithdrawalGrant> WithdrawAsync(Nano amount, CancellationToken cancellationToken) =>
        Send<WithdrawalGrant>(HttpMethod.Post, "cocoon/v1/channel/withdrawals", new AmountBody(amount), cancellationToken);

    /// <inheritdoc/>
    public async Task<HexBytes> CloseAsync(Nano amount, HexBytes signature, CancellationToken cancellationToken) =>
        (await Send<CloseBody>(HttpMethod.Post, "cocoon/v1/channel/close", new CloseBody(amount, signature), cancellationToken)).Signature;

    /// <inheritdoc/>
    public Task<AccountStatus> AccountAsync(CancellationToken cancellationToken) =>
        Send<AccountStatus>(HttpMethod.Get, "cocoon/v1/account", null, cancellationToken);

    /// <inheritdoc/>
    public Task<AccountKey> AddKeyAsync(string name, KeyScope? scope, CancellationToken cancellationToken) =>
        Send<AccountKey>(HttpMethod.Post, "cocoon/v1/account/keys", new KeyBody(name, ScopeBody.Of(scope)), cancellationToken);

    /// <inheritdoc/>
    public Task<AccountKey> RotateKeyAsync(string keyId, TimeSpan grace, CancellationToken cancellationToken) =>
        Send<AccountKey>(HttpMethod.Post, $"cocoon/v1/account/keys/{Uri.EscapeDataString(keyId)}/rotate", new RotationBody((int)grace.TotalSeconds), cancellationToken);

    /// <inheritdoc/>
    public Task<AccountKey> RevokeKeyAsync(string keyId, CancellationToken cancellationToken) =>
        Send<AccountKey>(HttpMethod.Post, $"cocoon/v1/account/keys/{Uri.EscapeDataString(keyId)}/revoke", null, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<T?> Find<T>(string path, CancellationToken cancellationToken) where T : class
    {
        try
        {
            return await Send<T>(HttpMethod.Get, path, null, cancellationToken);
        }
        catch (CocoonException e) when (e.Code == "receipt_not_found")
        {
            return null;
        }
    }

    private async Task<T> Send<T>(HttpMethod method, string path, object? body, CancellationToken cancellationToken)
    {
        using var message = Request(method, path, body);
        return await Send<T>(message, cancellationToken);
    }

    private async Task<T> Send<T>(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        using var response = await http.SendAsync(message, cancellationToken);
        await ErrorReader.ThrowIfFailed(response, cancellationToken);
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(ReceiptJson.Options, cancellationToken)
                ?? throw new CocoonException("The gateway answered with nothing.", HttpStatusCode.OK, null, null);
        }
        catch (System.Text.Json.JsonException)
        {
            throw new CocoonException("The gateway answered in a form that this client does not know. Is the endpoint a Cocoon gateway?", HttpStatusCode.OK, "answer_malformed", null);
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path, object? body)
    {
        var request = new HttpRequestMessage(method, new Uri(options.Endpoint!, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        request.Headers.Add("x-cocoon-channel", options.Channel.Raw);
        if (body is not null) request.Content = JsonContent.Create(body, body.GetType(), options: ReceiptJson.Options);
        return request;
    }

    private sealed record AmountBody(Nano AmountNano);

    private sealed record CloseBody(Nano AmountNano, HexBytes Signature);

    private sealed record KeyBody(string Name, ScopeBody? Scope);

    private sealed record QuotesBody(IReadOnlyList<BindingQuote> Quotes);

    private sealed record CounterBody(PriceList Prices);

    private sealed record RotationBody(int GraceSeconds);
}
