using System.Text.Json;
using Cocoon.Core.Pricing;

namespace Cocoon.Gateway.Chat;

/// <summary>OpenAI's usage object, from the counts of the receipt: prompt_tokens has the cached ones, completion_tokens those of reasoning.</summary>
internal static class UsageJson
{
    public static void Write(Utf8JsonWriter json, TokenCounts tokens)
    {
        json.WriteStartObject();
        json.WriteNumber("prompt_tokens"u8, tokens.Prompt + tokens.CachedPrompt);
        json.WriteNumber("completion_tokens"u8, tokens.Delivered);
        json.WriteNumber("total_tokens"u8, tokens.Total);
        json.WriteStartObject("prompt_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, tokens.CachedPrompt);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, tokens.Reasoning);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
