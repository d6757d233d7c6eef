using System.Text.Json;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;

namespace Cocoon.Gateway.Chat;

/// <summary>The JSON of chat completions: OpenAI's objects, and ours under the one key <c>cocoon</c>.</summary>
internal static class ChatJson
{
    public static byte[] Completion(StartedJob job, long created, ChatAnswer answer, string voucher) => Json.Bytes(json =>
    {
        var outcome = answer.Outcome!;
        Head(json, job, created, "chat.completion");
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteString("content", answer.Text);
        json.WriteNull("refusal");
        json.WriteEndObject();
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", ChatAnswer.FinishReason(outcome.Ending));
        json.WriteEndObject();
        json.WriteEndArray();
        Usage(json, outcome.Tokens);
        Market(json, job, answer, voucher, answer.TokenIds);
        json.WriteEndObject();
    });

    /// <summary>
    /// One chunk. Its finish reason is null but in the last content chunk; usage is a null key in every chunk if the caller
    /// asked for usage, and absent otherwise.
    /// </summary>
    public static byte[] Chunk(StartedJob job, long created, Action<Utf8JsonWriter> delta, string? finish, bool withUsage, Action<Utf8JsonWriter>? market) => Json.Bytes(json =>
    {
        Head(json, job, created, "chat.completion.chunk");
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("delta");
        delta(json);
        json.WriteEndObject();
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", finish);
        json.WriteEndObject();
        json.WriteEndArray();
        if (withUsage) json.WriteNull("usage");
        market?.Invoke(json);
        json.WriteEndObject();
    });

    /// <summary>The extra chunk before [DONE]: no choices, only usage.</summary>
    public static byte[] UsageChunk(StartedJob job, long created, TokenCounts tokens) => Json.Bytes(json =>
    {
        Head(json, job, created, "chat.completion.chunk");
        json.WriteStartArray("choices");
        json.WriteEndArray();
        Usage(json, tokens);
        json.WriteEndObject();
    });

    public static void TokenIds(Utf8JsonWriter json, int token)
    {
        json.WriteStartObject("cocoon");
        json.WriteStartArray("token_ids");
        json.WriteNumberValue(token);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>What the answer cost, who gave it and how to check it.</summary>
    public static void Market(Utf8JsonWriter json, StartedJob job, ChatAnswer answer, string voucher, IReadOnlyList<int>? tokenIds = null)
    {
        var outcome = answer.Outcome!;
        json.WriteStartObject("cocoon");
        json.WriteString("job_id", job.Id.ToString());
        json.WriteString("provider", job.Lease.Provider.Raw);
        json.WriteString("channel", job.Channel.Raw);
        json.WriteString("tier", job.Lease.Appraisal.Tier.Name());
        json.WriteString("weight_hash", job.Lease.WeightHash.ToString());
        json.WriteNumber("charge_nano", outcome.Bill?.Receipt.Receipt.Charge.Value ?? 0);
        if (outcome.Bill is { } bill)
        {
            json.WriteNumber("charged_nano", bill.Charged.Value);
            json.WriteString("receipt_hash", bill.Receipt.Receipt.Hash().ToString());
            json.WriteString("salt", Convert.ToHexStringLower(answer.Salt));
            json.WritePropertyName("receipt");
            JsonSerializer.Serialize(json, bill.Receipt, ReceiptJson.Options);
        }
        json.WriteString("voucher", voucher);
        if (tokenIds is not null)
        {
            json.WriteStartArray("token_ids");
            foreach (var token in tokenIds) json.WriteNumberValue(token);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Head(Utf8JsonWriter json, StartedJob job, long created, string kind)
    {
        json.WriteStartObject();
        json.WriteString("id", job.CompletionId);
        json.WriteString("object", kind);
        json.WriteNumber("created", created);
        json.WriteString("model", job.Lease.Model);
    }

    private static void Usage(Utf8JsonWriter json, TokenCounts tokens)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", ChatAnswer.PromptTokens(tokens));
        json.WriteNumber("completion_tokens", tokens.Delivered);
        json.WriteNumber("total_tokens", tokens.Total);
        json.WriteStartObject("prompt_tokens_details");
        json.WriteNumber("cached_tokens", tokens.CachedPrompt);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details");
        json.WriteNumber("reasoning_tokens", tokens.Reasoning);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
