using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Cocoon.Client;
using Cocoon.Core.Money;

namespace Cocoon.Cli.Chat;

/// <summary>By the OpenAI endpoint with an API key alone: the gateway seals the prompt, and keeps the voucher key.</summary>
internal sealed class KeyAnswerer(GatewayHttp gateway) : IAnswerer
{
    public string Description => "by API key: the gateway sees the conversation, and pays with the voucher key entrusted to it";

    public async IAsyncEnumerable<AnswerPiece> Ask(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await gateway.Send(HttpMethod.Post, "v1/chat/completions", JsonContent.Create(Body(request)), cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        JsonElement? usage = null, market = null;
        var done = false;
        await foreach (var message in SseParser.Create(stream).EnumerateAsync(cancellationToken))
        {
            if (done = message.Data == "[DONE]") break;
            using var json = JsonDocument.Parse(message.Data);
            var chunk = json.RootElement;
            if (chunk.TryGetProperty("error", out _)) throw GatewayHttp.Error(chunk, null);
            if (chunk.TryGetProperty("usage", out var counts) && counts.ValueKind == JsonValueKind.Object) usage = counts.Clone();
            if (chunk.TryGetProperty("cocoon", out var facts) && facts.TryGetProperty("charge_nano", out _)) market = facts.Clone();
            if (Text(chunk) is { Length: > 0 } text) yield return new AnswerPiece(text);
        }
        if (!done || market is not { } bill) throw new CliException("The answer was cut off before its bill came. What arrived is charged; ask again for the rest.");
        yield return new AnswerPiece("", Bill(bill, usage));
    }

    public void Dispose() => gateway.Dispose();

    private static Dictionary<string, object> Body(ChatRequest request)
    {
        var body = new Dictionary<string, object>
        {
            ["model"] = request.Model,
            ["messages"] = request.Turns.Select(turn => new { role = turn.Role, content = turn.Content }),
            ["stream"] = true,
            ["stream_options"] = new { include_usage = true },
        };
        if (request.MaxTokens is { } maxTokens) body["max_completion_tokens"] = maxTokens;
        if (request.Temperature is { } temperature) body["temperature"] = temperature;
        if (request.Tier is { } tier) body["cocoon"] = new { tier };
        return body;
    }

    private static string? Text(JsonElement chunk) =>
        chunk.TryGetProperty("choices", out var choices) && choices.GetArrayLength() > 0
        && choices[0].TryGetProperty("delta", out var delta) && delta.TryGetProperty("content", out var content) ? content.GetString() : null;

    private static AnswerBill Bill(JsonElement market, JsonElement? usage) => new(
        new Nano(market.GetProperty("charge_nano").GetInt64()), Count(usage, "prompt_tokens"), Count(usage, "completion_tokens"),
        market.GetProperty("tier").GetString() ?? "", "not checked here");

    private static long Count(JsonElement? usage, string name) => usage is { } counts && counts.TryGetProperty(name, out var count) ? count.GetInt64() : 0;
}
