using System.Text.Json;
using Cocoon.Core.Pricing;
using Cocoon.Gateway.Errors;

namespace Cocoon.Gateway.Responses;

/// <summary>The response object.</summary>
/// <param name="id">Its id.</param>
/// <param name="model">The model that answers.</param>
/// <param name="created">When it was asked for, in seconds since 1970.</param>
/// <param name="request">What was asked for; its parameters are echoed.</param>
internal sealed class ResponseJson(string id, string model, long created, ResponseRequest request)
{
    /// <summary>Echoes that are null where the caller said nothing.</summary>
    private static readonly string[] Nullable = ["max_output_tokens", "max_tool_calls", "prompt_cache_key", "safety_identifier", "user"];

    public string Id => id;

    /// <summary>Writes the object, all keys always.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="status">One of <see cref="ResponseStatus"/>.</param>
    /// <param name="isKept">Whether it is kept; null for as the caller wishes.</param>
    /// <param name="output">Its items; null for none yet.</param>
    /// <param name="tokens">What was counted; null while nobody knows.</param>
    /// <param name="error">Why it failed.</param>
    /// <param name="market">Writes the value of our key.</param>
    public void Write(Utf8JsonWriter json, string status, bool? isKept = null, ResponseOutput? output = null, TokenCounts? tokens = null, ApiException? error = null, Action<Utf8JsonWriter>? market = null)
    {
        var root = new Field(request.Root, "");
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("object", "response");
        json.WriteNumber("created_at", created);
        json.WriteString("status", status);
        json.WriteBoolean("background", request.Background);
        Error(json, error);
        if (status == ResponseStatus.Incomplete)
        {
            json.WriteStartObject("incomplete_details");
            json.WriteString("reason", "max_output_tokens");
            json.WriteEndObject();
        }
        else json.WriteNull("incomplete_details");
        json.WriteString("instructions", request.Instructions);
        json.WriteString("model", model);
        json.WriteStartArray("output");
        output?.Write(json);
        json.WriteEndArray();
        json.WriteString("previous_response_id", request.PreviousId);
        Echoes(json, root);
        json.WriteBoolean("store", isKept ?? request.Store);
        Usage(json, tokens);
        if (market is not null)
        {
            json.WritePropertyName("cocoon");
            market(json);
        }
        json.WriteEndObject();
    }

    private static void Error(Utf8JsonWriter json, ApiException? error)
    {
        if (error is null)
        {
            json.WriteNull("error");
            return;
        }
        json.WriteStartObject("error");
        // The specification's codes; ours is the more telling one, but SDKs know only theirs.
        json.WriteString("code", error.Status == 429 ? "rate_limit_exceeded" : error.Status < 500 ? "invalid_prompt" : "server_error");
        json.WriteString("message", error.Message);
        json.WriteEndObject();
    }

    private static void Echoes(Utf8JsonWriter json, Field root)
    {
        foreach (var name in Nullable) Echo(json, root, name, "null"u8);
        Echo(json, root, "metadata", "{}"u8);
        Echo(json, root, "parallel_tool_calls", "true"u8);
        json.WriteStartObject("reasoning");
        Echo(json, root.Get("reasoning"), "effort", "null"u8);
        Echo(json, root.Get("reasoning"), "summary", "null"u8);
        json.WriteEndObject();
        json.WriteString("service_tier", "default");
        Echo(json, root, "temperature", "1"u8);
        json.WriteStartObject("text");
        Echo(json, root.Get("text"), "format", "{\"type\":\"text\"}"u8);
        if (root.Get("text")?.Get("verbosity") is { } verbosity)
        {
            json.WritePropertyName("verbosity");
            verbosity.Value.WriteTo(json);
        }
        json.WriteEndObject();
        Echo(json, root, "tool_choice", "\"auto\""u8);
        Echo(json, root, "tools", "[]"u8);
        Echo(json, root, "top_logprobs", "0"u8);
        Echo(json, root, "top_p", "1"u8);
        Echo(json, root, "truncation", "\"disabled\""u8);
    }

    private static void Echo(Utf8JsonWriter json, Field? of, string name, ReadOnlySpan<byte> otherwise)
    {
        json.WritePropertyName(name);
        if (of?.Get(name) is { } said) said.Value.WriteTo(json);
        else json.WriteRawValue(otherwise);
    }

    private static void Usage(Utf8JsonWriter json, TokenCounts? tokens)
    {
        if (tokens is not { } counted)
        {
            json.WriteNull("usage");
            return;
        }
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", counted.Prompt + counted.CachedPrompt);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("cached_tokens", counted.CachedPrompt);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", counted.Delivered);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", counted.Reasoning);
        json.WriteEndObject();
        json.WriteNumber("total_tokens", counted.Total);
        json.WriteEndObject();
    }
}
