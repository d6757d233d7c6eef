using System.Buffers;
using System.Text.Json;
using Cocoon.Inference.Formats;
using Cocoon.Inference.Tools;

namespace Cocoon.Inference.Upstream;

/// <summary>The request to the server, written anew from what was understood of the caller's: nothing passes through unread.</summary>
internal static class UpstreamBody
{
    /// <exception cref="InferenceRequestException">The server has no field for what is asked.</exception>
    public static byte[] Write(GenerationRequest request, UpstreamOptions options, Dialect dialect)
    {
        // Servers read texts, and tokens written anew from their text may be others.
        if (request.Written.Count > 0) throw Unknown("cocoon.written");
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("model", options.Model);
            if (request.RawPrompt is { } raw) json.WriteString("prompt", raw);
            else Conversation(json, request);
            json.WriteNumber("max_tokens", request.MaxTokens);
            if (request.Choices > 1) json.WriteNumber("n", request.Choices);
            Sampling(json, request);
            ExtraSampling(json, request.Sampling, options.SamplingNames ?? dialect.Sampling);
            Streaming(json, options, dialect);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void Conversation(Utf8JsonWriter json, GenerationRequest request)
    {
        json.WriteStartArray("messages");
        foreach (var message in request.Prompt.Messages) Message(json, message);
        json.WriteEndArray();
        Tools(json, request);
        Format(json, request.Format);
        if (request.ReasoningEffort is { } effort) json.WriteString("reasoning_effort", effort);
        if (!request.LogProbs) return;
        json.WriteBoolean("logprobs", true);
        if (request.TopLogProbs > 0) json.WriteNumber("top_logprobs", request.TopLogProbs);
    }

    private static void Message(Utf8JsonWriter json, ChatMessage message)
    {
        json.WriteStartObject();
        json.WriteString("role", message.Role);
        json.WriteString("content", message.Content);
        if (message.ToolCallId is { } answered) json.WriteString("tool_call_id", answered);
        if (message.ToolCalls.Count > 0)
        {
            json.WriteStartArray("tool_calls");
            foreach (var call in message.ToolCalls)
            {
                json.WriteStartObject();
                json.WriteString("id", call.Id);
                json.WriteString("type", "function");
                json.WriteStartObject("function");
                json.WriteString("name", call.Name);
                json.WriteString("arguments", call.Arguments);
                json.WriteEndObject();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void Tools(Utf8JsonWriter json, GenerationRequest request)
    {
        if (request.Prompt.Tools.Count == 0) return;
        json.WriteStartArray("tools");
        foreach (var tool in request.Prompt.Tools)
        {
            json.WriteStartObject();
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", tool.Name);
            if (tool.Description is { } description) json.WriteString("description", description);
            if (tool.Parameters is { } parameters) Raw(json, "parameters", parameters);
            if (tool.IsStrict) json.WriteBoolean("strict", true);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        switch (request.ToolChoice)
        {
            case { Mode: ToolChoiceMode.None }: json.WriteString("tool_choice", "none"); break;
            case { Mode: ToolChoiceMode.Required }: json.WriteString("tool_choice", "required"); break;
            case { Mode: ToolChoiceMode.Named, Name: { } name }:
                json.WriteStartObject("tool_choice");
                json.WriteString("type", "function");
                json.WriteStartObject("function");
                json.WriteString("name", name);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
        }
        if (!request.ParallelToolCalls) json.WriteBoolean("parallel_tool_calls", false);
    }

    private static void Format(Utf8JsonWriter json, AnswerFormat format)
    {
        if (format.Kind == AnswerFormatKind.Text) return;
        json.WriteStartObject("response_format");
        json.WriteString("type", format.Kind == AnswerFormatKind.JsonObject ? "json_object" : "json_schema");
        if (format is { Kind: AnswerFormatKind.JsonSchema, Schema: { } schema })
        {
            json.WriteStartObject("json_schema");
            json.WriteString("name", format.Name ?? "answer");
            Raw(json, "schema", schema);
            json.WriteBoolean("strict", format.IsStrict);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Sampling(Utf8JsonWriter json, GenerationRequest request)
    {
        var sampling = request.Sampling;
        json.WriteNumber("temperature", sampling.Temperature);
        json.WriteNumber("top_p", sampling.TopP);
        if (sampling.Seed is { } seed) json.WriteNumber("seed", seed);
        if (sampling.FrequencyPenalty != 0) json.WriteNumber("frequency_penalty", sampling.FrequencyPenalty);
        if (sampling.PresencePenalty != 0) json.WriteNumber("presence_penalty", sampling.PresencePenalty);
        if (sampling.LogitBias.Count > 0)
        {
            json.WriteStartObject("logit_bias");
            foreach (var (token, bias) in sampling.LogitBias) json.WriteNumber(token.ToString(System.Globalization.CultureInfo.InvariantCulture), bias);
            json.WriteEndObject();
        }
        if (request.Stop.Count == 0) return;
        json.WriteStartArray("stop");
        foreach (var stop in request.Stop) json.WriteStringValue(stop);
        json.WriteEndArray();
    }

    private static void ExtraSampling(Utf8JsonWriter json, SamplingOptions sampling, UpstreamSamplingNames names)
    {
        if (names.TopK is { } topK) json.WriteNumber(topK, sampling.TopK == 0 ? names.AllTokens : sampling.TopK);
        else if (sampling.TopK != 0) throw Unknown("top_k");
        if (names.MinP is { } minP) json.WriteNumber(minP, sampling.MinP);
        else if (sampling.MinP != 0) throw Unknown("min_p");
        if (names.RepetitionPenalty is { } penalty) json.WriteNumber(penalty, sampling.RepetitionPenalty);
        else if (sampling.RepetitionPenalty != 1) throw Unknown("repetition_penalty");
    }

    private static InferenceRequestException Unknown(string field) =>
        new($"'{field}' is not supported by the server behind this provider. Leave it out.", field, "unsupported_parameter");

    private static void Streaming(Utf8JsonWriter json, UpstreamOptions options, Dialect dialect)
    {
        json.WriteBoolean("stream", true);
        json.WriteStartObject("stream_options");
        json.WriteBoolean("include_usage", true);
        if (options.AskRunningCounts) json.WriteBoolean("continuous_usage_stats", true);
        json.WriteEndObject();
        if (options.AskRunningCounts && dialect.HasTokenIds) json.WriteBoolean("return_token_ids", true);
    }

    private static void Raw(Utf8JsonWriter json, string name, string value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value);
    }
}
