using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cocoon.Cli.Dev;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Receipts;
using Cocoon.Ton.Crypto;

namespace Cocoon.CrashHost.Chaos;

/// <summary>The client's calls to the gateway. What fails may fail; what is answered has to be right, and is written down. Thread-safe.</summary>
internal sealed class MarketCalls : IDisposable
{
    private const string Request = """{"model":"tiny-jane","temperature":0,"max_tokens":12,"stream":STREAM,"messages":[{"role":"user","content":"What is the capital of France?"}],"cocoon":{"deadline_ms":8000}}""";

    private readonly DevNetwork _network;
    private readonly ClientJournal _journal;
    private readonly HttpClient _http;
    private readonly HexBytes _marketKey;

    public MarketCalls(DevNetwork network, Uri gateway, ClientJournal journal)
    {
        _network = network;
        _journal = journal;
        _marketKey = new HexBytes(network.Keys.Market.PublicKey.Span);
        var key = ApiKey.New(network.Client.Address, new StoredSecret(network.Keys.ApiSecret));
        _http = new HttpClient { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(20), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key.Reveal()) } };
    }

    public AccountAddress Channel => _network.Channel;

    /// <summary>The job that an idempotency key stands for.</summary>
    public JobId Job(string key) => JobId.FromIdempotencyKey(_network.Client.Address.Raw, key);

    /// <returns>Whether there is nothing to be gained by asking again.</returns>
    public async Task<bool> Ask(string key, ChatStyle style)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions");
        request.Headers.Add("Idempotency-Key", key);
        request.Content = new StringContent(Request.Replace("STREAM", style == ChatStyle.Whole ? "false" : "true", StringComparison.Ordinal), Encoding.UTF8, "application/json");
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (!response.IsSuccessStatusCode) return await IsFinal(response);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            while (await reader.ReadLineAsync() is { } line)
            {
                if (style == ChatStyle.HangUp && line.StartsWith("data: ", StringComparison.Ordinal)) return true;
                if (ReceiptIn(line) is { } receipt) return Take(Job(key), receipt);
            }
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    public async Task AskForReceipt(JobId job)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri($"cocoon/v1/receipts/{job}", UriKind.Relative));
            if (response.IsSuccessStatusCode) Take(job, (await response.Content.ReadFromJsonAsync<SignedReceipt>(ReceiptJson.Options))!);
            else if (response.StatusCode != HttpStatusCode.NotFound) await IsFinal(response);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // It is asked for again.
        }
    }

    /// <returns>Whether the market has taken it.</returns>
    public async Task<bool> Send(SignedVoucher voucher)
    {
        var (amount, seqno) = (voucher.Voucher.Amount, voucher.Voucher.Seqno);
        try
        {
            using var response = await _http.PostAsync(new Uri("cocoon/v1/vouchers", UriKind.Relative), JsonContent.Create(new { AmountNano = amount, Seqno = seqno, voucher.Signature }, options: ReceiptJson.Options));
            // A voucher covers receipts that the market has given, so it has no reason to refuse one.
            if ((int)response.StatusCode is >= 400 and < 500) _journal.Wrong($"voucher {seqno} for {amount} was refused: {await response.Content.ReadAsStringAsync()}");
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose() => _http.Dispose();

    private bool Take(JobId job, SignedReceipt signed)
    {
        var hash = signed.Receipt.Hash();
        var isOurs = signed.Receipt.Job == job && signed.Receipt.Channel == Channel && signed.MarketKey == _marketKey
            && Ed25519.Default.Verify(_marketKey.ToArray(), hash.ToArray(), signed.MarketSignature.ToArray());
        if (isOurs) _journal.Remember(job, hash, signed.Receipt.Charge);
        else _journal.Wrong($"job {job} was answered with a receipt that is not its own");
        return true;
    }

    /// <summary>Too early, too late or too many is a matter of chaos; not knowing one's own client is not.</summary>
    private async Task<bool> IsFinal(HttpResponseMessage response)
    {
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.NotFound)
            _journal.Wrong($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return (int)response.StatusCode is >= 400 and < 500 and not 429;
    }

    /// <summary>The receipt in a line of the answer: a whole JSON object, or an event of a stream.</summary>
    private static SignedReceipt? ReceiptIn(string line)
    {
        var text = line.StartsWith("data: ", StringComparison.Ordinal) ? line["data: ".Length..] : line;
        if (!text.StartsWith('{')) return null;
        using var json = JsonDocument.Parse(text);
        return json.RootElement.TryGetProperty("cocoon", out var ours) && ours.TryGetProperty("receipt", out var receipt) ? receipt.Deserialize<SignedReceipt>(ReceiptJson.Options) : null;
    }

    private sealed class StoredSecret(byte[] secret) : IEntropy
    {
        public void Fill(Span<byte> bytes) => secret.CopyTo(bytes);
    }
}
