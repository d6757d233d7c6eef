using System.Globalization;
using System.Text.Json;

namespace Cocoon.Client.Http;

/// <summary>A chat request as the machine reads it: OpenAI's form.</summary>
internal static class ChatBody
{
    /// <param name="request">The request.</param>
    /// <param name="written">Tokens that the answer has already; empty for a new one.</param>
    public static byte[] Write(ChatRequest request, IReadOnlyList<int> written)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("model", request.Model);
            json.WriteStartArray("messages");
            foreach (var turn in request.Turns) WriteTurn(json, turn);
            json.WriteEndArray();
            json.WriteBoolean("stream", true);
            WriteSampling(json, request);
            WriteForm(json, request);
            if (request.Tools is { Count: > 0 } tools) WriteTools(json, tools, request);
            json.WriteStartObject("cocoon");
            json.WriteBoolean("token_ids", true);
            if (request.Tier is { } tier) json.WriteString("tier", tier);
            if (written.Count > 0)
            {
                json.WriteStartArray("written");
                foreach (var token in written) json.WriteNumberValue(token);
                json.WriteEndArray();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private static void WriteTurn(Utf8JsonWriter json, ChatTurn turn)
    {
        json.WriteStartObject();
        json.WriteString("role", turn.Role);
        json.WriteString("content", turn.Content);
        if (turn.ToolCallId is { } call) json.WriteString("tool_call_id", call);
        if (turn.ToolCalls.Count > 0)
        {
            json.WriteStartArray("tool_calls");
            foreach (var made in turn.ToolCalls)
            {
                json.WriteStartObject();
                json.WriteString("id", made.Id);
                json.WriteString("type", "function");
                json.WriteStartObject("function");
                json.WriteString("name", made.Name);
                json.WriteString("arguments", made.Arguments);
                json.WriteEndObject();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteSampling(Utf8JsonWriter json, ChatRequest request)
    {
        if (request.MaxTokens is { } maxTokens) json.WriteNumber("max_completion_tokens", maxTokens);
        if (request.Choices != 1) json.WriteNumber("n", request.Choices);
        if (request.Temperature is { } temperature) json.WriteNumber("temperature", temperature);
        if (request.TopP is { } topP) json.WriteNumber("top_p", topP);
        if (request.Seed is { } seed) json.WriteNumber("seed", seed);
        if (request.FrequencyPenalty is { } frequency) json.WriteNumber("frequency_penalty", frequency);
        if (request.PresencePenalty is { } presence) json.WriteNumber("presence_penalty", presence);
        if (request.LogitBias is { Count: > 0 } bias)
        {
            json.WriteStartObject("logit_bias");
            foreach (var (token, value) in bias) json.WriteNumber(token.ToString(CultureInfo.InvariantCulture), value);
            json.WriteEndObject();
        }
        if (request.ReasoningEffort is { } effort) json.WriteString("reasoning_effort", effort);
    }

    private static void WriteForm(Utf8JsonWriter json, ChatRequest request)
    {
        if (request.Stop is { Count: > 0 } stops)
        {
            json.WriteStartArray("stop");
            foreach (var stop in stops) json.WriteStringValue(stop);
            json.WriteEndArray();
        }
        if (request.LogProbs || request.TopLogProbs is not null) json.WriteBoolean("logprobs", true);
        if (request.TopLogProbs is { } top) json.WriteNumber("top_logprobs", top);
        if (request.Format is not { } format) return;
        json.WriteStartObject("response_format");
        json.WriteString("type", format.Kind);
        if (format.Schema is { } schema)
        {
            json.WriteStartObject("json_schema");
            json.WriteString("name", format.Name);
            json.WriteBoolean("strict", format.Strict);
            json.WritePropertyName("schema");
            schema.WriteTo(json);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteTools(Utf8JsonWriter json, IReadOnlyList<ChatTool> tools, ChatRequest request)
    {
        json.WriteStartArray("tools");
        foreach (var tool in tools)
        {
            json.WriteStartObject();
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", tool.Name);
            if (tool.Description is { } description) json.WriteString("description", description);
            if (tool.Parameters is { } parameters)
            {
                json.WritePropertyName("parameters");
                parameters.WriteTo(json);
            }
            if (tool.Strict is { } strict) json.WriteBoolean("strict", strict);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteToolChoice(json, request.ToolChoice);
        if (request.ParallelToolCalls is { } parallel) json.WriteBoolean("parallel_tool_calls", parallel);
    }

    private static void WriteToolChoice(Utf8JsonWriter json, ChatToolChoice? choice)
    {
        if (choice is null) return;
        if (choice.Tool is not { } tool)
        {
            json.WriteString("tool_choice", choice.Mode);
            return;
        }
        json.WriteStartObject("tool_choice");
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", tool);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
