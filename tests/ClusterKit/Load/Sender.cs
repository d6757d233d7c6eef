using System.Net.Http.Headers;
using System.Text.Json;
using Cocoon.ClusterKit.Network;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;

namespace Cocoon.ClusterKit.Load;

/// <summary>Sends a streamed chat completion once, and reads what comes back. Thread-safe.</summary>
internal sealed class Sender(HttpClient http, LoadPlan plan, TimeProvider time)
{
    /// <summary>Refusals after which the job is over and nothing was charged, so that the next try is a new job.</summary>
    private static readonly HashSet<string> Definite =
        ["busy", "provider_busy", "no_provider", "tier_not_met", "price_above_ceiling", "engine_failed", "deadline_passed", "voucher_required", "insufficient_balance", "channel_busy"];

    private readonly byte[] _body = JsonSerializer.SerializeToUtf8Bytes(new
    {
        model = plan.Model, stream = true, max_tokens = plan.MaxTokens, temperature = 0,
        messages = new[] { new { role = "user", content = "Say hello." } },
    });

    public double Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    public async Task<Attempt> Send(ClusterClient client, string key, Uri gateway)
    {
        var attempt = new Attempt();
        try
        {
            using var request = Ask(HttpMethod.Post, gateway, "v1/chat/completions", client);
            request.Headers.Add("Idempotency-Key", key);
            request.Content = new ByteArrayContent(_body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            if (!answer.IsSuccessStatusCode) return await Refused(answer);
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync());
            while (await lines.ReadLineAsync() is { } line)
            {
                if (line == "data: [DONE]") return attempt.Job is null ? attempt with { Error = "no receipt" } : attempt;
                if (line.StartsWith("data: ", StringComparison.Ordinal)) attempt = Read(line, attempt);
                if (attempt.Error is not null) return attempt;
            }
            return attempt with { Error = "cut off", MayRetry = attempt.FirstToken is null };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return attempt with { Error = e is OperationCanceledException ? "no answer in time" : $"connection: {e.GetType().Name}", MayRetry = attempt.FirstToken is null };
        }
    }

    /// <summary>The receipt of a job, for its owner; null while there is none, or nobody answers.</summary>
    public async Task<Attempt?> Receipt(ClusterClient client, string job, Uri gateway)
    {
        try
        {
            using var request = Ask(HttpMethod.Get, gateway, $"cocoon/v1/receipts/{job}", client);
            using var answer = await http.SendAsync(request);
            if (!answer.IsSuccessStatusCode) return null;
            var receipt = JsonSerializer.Deserialize<SignedReceipt>(await answer.Content.ReadAsByteArrayAsync(), ReceiptJson.Options)!.Receipt;
            return new Attempt { Job = job, ReceiptHash = receipt.Hash(), ChargeNano = receipt.Charge.Value };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            return null;
        }
    }

    private static HttpRequestMessage Ask(HttpMethod method, Uri gateway, string path, ClusterClient client) =>
        new(method, new Uri(gateway, path)) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", client.ApiKey) } };

    /// <summary>Only the first token, the receipt and an error are looked at; parsing every chunk would cost more than the market.</summary>
    private Attempt Read(string line, Attempt attempt)
    {
        if (line.StartsWith("data: {\"error\"", StringComparison.Ordinal))
            return attempt with { Error = $"in the stream: {Code(line[6..])}" };
        if (attempt.FirstToken is null && !line.Contains("\"content\":\"\"", StringComparison.Ordinal)) attempt = attempt with { FirstToken = Now };
        if (!line.Contains("\"receipt_hash\"", StringComparison.Ordinal)) return attempt;
        using var document = JsonDocument.Parse(line.AsMemory(6));
        var market = document.RootElement.GetProperty("cocoon");
        return attempt with
        {
            Job = market.GetProperty("job_id").GetString(),
            ReceiptHash = HexBytes.Parse(market.GetProperty("receipt_hash").GetString()!),
            ChargeNano = market.GetProperty("charge_nano").GetInt64(),
            ChargedNano = market.GetProperty("charged_nano").GetInt64(),
        };
    }

    private static async Task<Attempt> Refused(HttpResponseMessage answer)
    {
        var (status, code) = ((int)answer.StatusCode, Code(await answer.Content.ReadAsStringAsync()));
        return new Attempt
        {
            Error = $"{status} {code}",
            IsRefusal = Definite.Contains(code),
            IsKnownJob = code == "idempotency_conflict",
            // What OpenAI's libraries send again: https://github.com/openai/openai-python, "Retries".
            MayRetry = status is 408 or 409 or 429 or >= 500,
            RetryAfter = answer.Headers.RetryAfter?.Delta,
        };
    }

    private static string Code(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.GetProperty("error").GetProperty("code").GetString() ?? "no code";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "no error object";
        }
    }
}
