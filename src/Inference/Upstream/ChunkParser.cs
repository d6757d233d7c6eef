using System.Text.Json;

namespace Cocoon.Inference.Upstream;

/// <summary>
/// Reads the chunks of chat completions and completions as OpenAI, vLLM, SGLang, llama-server, TensorRT-LLM, TGI and Ollama write
/// them. What it does not know it passes over.
/// </summary>
internal static class ChunkParser
{
    /// <exception cref="UpstreamException">It is no such chunk.</exception>
    public static void Parse(ReadOnlySpan<byte> utf8Json, UpstreamChunk chunk)
    {
        chunk.Clear();
        try
        {
            var json = new Utf8JsonReader(utf8Json);
            json.Read();
            while (NextName(ref json))
            {
                if (Is(ref json, "choices"u8)) Choices(ref json, chunk);
                else if (Is(ref json, "usage"u8)) Usage(ref json, chunk);
                else if (Is(ref json, "error"u8)) Error(ref json, chunk);
                else if (Is(ref json, "object"u8)) chunk.IsError |= Text(ref json) == "error";
                else if (Is(ref json, "timings"u8)) chunk.CachedPrompt = Detail(ref json, "cache_n"u8);
                else Pass(ref json);
            }
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            // Neither the exception nor its message goes on: they may quote the answer.
            throw new UpstreamException("The upstream sent a chunk that is not in OpenAI's form.");
        }
    }

    private static void Error(ref Utf8JsonReader json, UpstreamChunk chunk)
    {
        json.Read();
        chunk.IsError |= json.TokenType != JsonTokenType.Null;
        json.Skip();
    }

    private static void Choices(ref Utf8JsonReader json, UpstreamChunk chunk)
    {
        if (!BeginArray(ref json)) return;
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            var choice = chunk.Add();
            while (NextName(ref json))
            {
                if (Is(ref json, "index"u8)) choice.Index = Number(ref json);
                else if (Is(ref json, "delta"u8)) Delta(ref json, choice);
                else if (Is(ref json, "text"u8)) choice.Content = Text(ref json) ?? "";
                else if (Is(ref json, "finish_reason"u8)) Finish(ref json, choice, chunk);
                else if (Is(ref json, "logprobs"u8)) LogProbParser.Read(ref json, choice.LogProbs);
                else if (Is(ref json, "token_ids"u8)) TokenIds(ref json, choice.TokenIds);
                else Pass(ref json);
            }
        }
    }

    private static void Delta(ref Utf8JsonReader json, ChoiceDelta choice)
    {
        if (!BeginObject(ref json)) return;
        while (NextName(ref json))
        {
            if (Is(ref json, "content"u8) || Is(ref json, "refusal"u8)) choice.Content += Text(ref json);
            else if (Is(ref json, "reasoning_content"u8) || Is(ref json, "reasoning"u8)) choice.Reasoning = Text(ref json) is { Length: > 0 } thought ? thought : choice.Reasoning;
            else if (Is(ref json, "tool_calls"u8)) Tools(ref json, choice.Tools);
            else Pass(ref json);
        }
    }

    private static void Tools(ref Utf8JsonReader json, List<ToolDelta> tools)
    {
        if (!BeginArray(ref json)) return;
        while (json.Read() && json.TokenType == JsonTokenType.StartObject)
        {
            var tool = new ToolDelta(tools.Count, null, null, "");
            while (NextName(ref json))
            {
                if (Is(ref json, "index"u8)) tool = tool with { Index = Number(ref json) };
                else if (Is(ref json, "id"u8)) tool = tool with { Id = Text(ref json) };
                else if (Is(ref json, "function"u8)) tool = Function(ref json, tool);
                else Pass(ref json);
            }
            tools.Add(tool);
        }
    }

    private static ToolDelta Function(ref Utf8JsonReader json, ToolDelta tool)
    {
        if (!BeginObject(ref json)) return tool;
        while (NextName(ref json))
        {
            if (Is(ref json, "name"u8)) tool = tool with { Name = Text(ref json) };
            else if (Is(ref json, "arguments"u8)) tool = tool with { Arguments = Arguments(ref json) };
            else Pass(ref json);
        }
        return tool;
    }

    /// <returns>JSON as text; some servers write it as an object.</returns>
    private static string Arguments(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject) return json.GetString() ?? "";
        using var whole = JsonDocument.ParseValue(ref json);
        return whole.RootElement.GetRawText();
    }

    private static void TokenIds(ref Utf8JsonReader json, List<int> ids)
    {
        if (!BeginArray(ref json)) return;
        while (json.Read() && json.TokenType == JsonTokenType.Number) ids.Add(json.GetInt32());
    }

    /// <summary>A server's own names for a stop are stops; an answer that it gave up is an error, since its text lacks its end.</summary>
    private static void Finish(ref Utf8JsonReader json, ChoiceDelta choice, UpstreamChunk chunk)
    {
        var reason = Text(ref json);
        chunk.IsError |= reason is "abort" or "error" or "cancelled";
        choice.Finish = reason switch
        {
            null or "" => null,
            "length" => FinishReason.Length,
            "tool_calls" or "function_call" => FinishReason.ToolCalls,
            _ => FinishReason.Stop,
        };
    }

    private static void Usage(ref Utf8JsonReader json, UpstreamChunk chunk)
    {
        if (!BeginObject(ref json)) return;
        var usage = new UpstreamUsage();
        while (NextName(ref json))
        {
            if (Is(ref json, "prompt_tokens"u8)) usage = usage with { Prompt = Number(ref json) };
            else if (Is(ref json, "completion_tokens"u8)) usage = usage with { Completion = Number(ref json) };
            else if (Is(ref json, "prompt_tokens_details"u8)) usage = usage with { CachedPrompt = Detail(ref json, "cached_tokens"u8) };
            else if (Is(ref json, "completion_tokens_details"u8)) usage = usage with { Reasoning = Detail(ref json, "reasoning_tokens"u8) };
            else if (Is(ref json, "reasoning_tokens"u8)) usage = usage with { Reasoning = Number(ref json) };
            else Pass(ref json);
        }
        chunk.Usage = usage;
    }

    private static int Detail(ref Utf8JsonReader json, ReadOnlySpan<byte> wanted)
    {
        var found = 0;
        if (!BeginObject(ref json)) return found;
        while (NextName(ref json))
        {
            if (Is(ref json, wanted)) found = Number(ref json);
            else Pass(ref json);
        }
        return found;
    }

    internal static bool NextName(ref Utf8JsonReader json) => json.Read() && json.TokenType == JsonTokenType.PropertyName;

    internal static bool Is(ref Utf8JsonReader json, ReadOnlySpan<byte> name) => json.ValueTextEquals(name);

    internal static bool BeginArray(ref Utf8JsonReader json) => Begin(ref json, JsonTokenType.StartArray);

    internal static bool BeginObject(ref Utf8JsonReader json) => Begin(ref json, JsonTokenType.StartObject);

    internal static void Pass(ref Utf8JsonReader json)
    {
        json.Read();
        json.Skip();
    }

    internal static string? Text(ref Utf8JsonReader json)
    {
        json.Read();
        return json.GetString();
    }

    /// <returns>Null counts as 0, and never less.</returns>
    private static int Number(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType == JsonTokenType.Null ? 0 : Math.Max(0, json.GetInt32());
    }

    /// <returns>False for null, and for what has another shape, which is passed over.</returns>
    private static bool Begin(ref Utf8JsonReader json, JsonTokenType start)
    {
        json.Read();
        if (json.TokenType == start) return true;
        json.Skip();
        return false;
    }
}
