using System.Text;
using System.Text.Json;

namespace Cocoon.Inference.OpenAi;

/// <summary>
/// Reads chat requests. Unknown fields are left alone; fields whose silent neglect would change the answer's meaning are
/// refused by name.
/// </summary>
internal static class ChatRequestReader
{
    private const int MaxMessages = 1_000;
    private const int MaxStops = 4;
    private const int MaxBiases = 1_024;

    /// <summary>A provider stops two seconds before the deadline, so that its receipt still finds the money held.</summary>
    private const int MinDeadlineMs = 3_000;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    /// <summary>Fields that change what an answer means, unless they are empty or ask for text.</summary>
    private static readonly string[] Unsupported = ["tools", "functions", "audio", "modalities", "prediction", "web_search_options"];

    public static ChatCompletionRequest Read(ReadOnlyMemory<byte> utf8Json)
    {
        try
        {
            using var json = JsonDocument.Parse(utf8Json, Options);
            return Read(new RequestObject(json.RootElement, ""));
        }
        catch (JsonException e)
        {
            throw new RequestFormatException(
                $"We could not parse the JSON body of your request: it is not valid JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            // Types are checked before values are read, so this is the reader's word for names that are no text, such as "\ud800".
            throw new RequestFormatException("We could not parse the JSON body of your request: a name in it is not valid Unicode.");
        }
    }

    private static ChatCompletionRequest Read(RequestObject root)
    {
        RefuseUnsupported(root);
        var stream = root.Bool("stream") ?? false;
        return new ChatCompletionRequest
        {
            Model = root.Text("model") is { Length: > 0 and <= 128 } model ? model : throw new RequestFormatException("you must provide a model parameter", "model"),
            Messages = Messages(root),
            MaxTokens = root.Int("max_completion_tokens", 1, int.MaxValue) ?? root.Int("max_tokens", 1, int.MaxValue),
            Sampling = Sampling(root),
            Stop = Stops(root),
            LogProbs = root.Bool("logprobs") ?? false,
            Stream = stream,
            IncludeUsage = stream && (root.Object("stream_options")?.Bool("include_usage") ?? false),
            Market = Market(root),
        };
    }

    private static void RefuseUnsupported(RequestObject root)
    {
        foreach (var name in Unsupported)
            if (root.Value(name) is { } value && !IsHarmless(value)) throw new RequestFormatException($"'{name}' is not supported by this market yet.", name, "unsupported_parameter");
        if (root.Int("n", 1, 128) is > 1) throw new RequestFormatException("'n' above 1 is not supported by this market yet.", "n", "unsupported_parameter");
        if (root.Int("top_logprobs", 0, 20) is > 0) throw new RequestFormatException("'top_logprobs' is not supported by this market yet.", "top_logprobs", "unsupported_parameter");
        if (root.Object("response_format")?.Text("type") is { } format and not "text")
            throw new RequestFormatException($"'response_format' of type '{(format is "json_object" or "json_schema" ? format : "unknown")}' is not supported by this market yet.", "response_format", "unsupported_parameter");
    }

    private static bool IsHarmless(JsonElement value) => value.ValueKind == JsonValueKind.Array
        && value.EnumerateArray().All(entry => entry.ValueKind == JsonValueKind.String && entry.ValueEquals("text"));

    private static List<ChatMessage> Messages(RequestObject root)
    {
        var array = root.Array("messages") ?? throw new RequestFormatException("Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
        if (array.Count is 0 or > MaxMessages) throw new RequestFormatException($"'messages' must have 1 to {MaxMessages} entries.", "messages");
        return [.. array.Select((message, index) => Message(message, $"messages[{index}]"))];
    }

    private static ChatMessage Message(JsonElement element, string path)
    {
        var message = RequestObject.Of(element, path);
        var role = message.Text("role") switch
        {
            "system" or "developer" => "system",
            "user" => "user",
            "assistant" => "assistant",
            "tool" => "tool",
            null => throw new RequestFormatException($"Missing required parameter: '{path}.role'.", path + ".role", "missing_required_parameter"),
            _ => throw new RequestFormatException($"Invalid value for '{path}.role': supported values are 'system', 'developer', 'user', 'assistant' and 'tool'.", path + ".role", "invalid_value"),
        };
        if (message.Value("tool_calls") is { } calls && !IsHarmless(calls))
            throw new RequestFormatException($"'{path}.tool_calls' is not supported by this market yet.", path + ".tool_calls", "unsupported_parameter");
        return new ChatMessage(role, Content(message, path + ".content"));
    }

    private static string Content(RequestObject message, string path)
    {
        if (message.Value("content") is not { } content) throw new RequestFormatException($"Missing required parameter: '{path}'.", path, "missing_required_parameter");
        if (content.ValueKind == JsonValueKind.String) return RequestObject.TextOf(content, path);
        if (content.ValueKind != JsonValueKind.Array) throw RequestObject.WrongType(path, "a string or an array of parts", content);
        var text = new StringBuilder();
        var index = 0;
        foreach (var element in content.EnumerateArray())
        {
            var part = RequestObject.Of(element, $"{path}[{index++}]");
            if (part.Text("type") != "text")
                throw new RequestFormatException($"'{part.Path}': only parts of type 'text' are supported by this market yet.", part.Path + ".type", "unsupported_parameter");
            text.Append(part.Text("text") ?? throw new RequestFormatException($"Missing required parameter: '{part.Path}.text'.", part.Path + ".text", "missing_required_parameter"));
        }
        return text.ToString();
    }

    private static SamplingOptions Sampling(RequestObject root) => new()
    {
        Temperature = root.Number("temperature", 0, 2) ?? 1,
        TopP = root.Number("top_p", 0, 1) ?? 1,
        Seed = root.Long("seed"),
        FrequencyPenalty = root.Number("frequency_penalty", -2, 2) ?? 0,
        PresencePenalty = root.Number("presence_penalty", -2, 2) ?? 0,
        LogitBias = Biases(root),
    };

    private static Dictionary<int, float> Biases(RequestObject root)
    {
        var biases = new Dictionary<int, float>();
        if (root.Object("logit_bias") is not { } map) return biases;
        foreach (var name in map.Names())
        {
            if (!int.TryParse(name, out var token) || token < 0) throw new RequestFormatException("Invalid key in 'logit_bias': expected token ids.", "logit_bias");
            biases[token] = map.Number(name, -100, 100) ?? 0;
            if (biases.Count > MaxBiases) throw new RequestFormatException($"'logit_bias' has more than {MaxBiases} entries.", "logit_bias");
        }
        return biases;
    }

    private static IReadOnlyList<string> Stops(RequestObject root)
    {
        if (root.Value("stop") is not { } stop) return [];
        if (stop.ValueKind == JsonValueKind.String) return [RequireStop(RequestObject.TextOf(stop, "stop"))];
        var array = root.Array("stop")!;
        if (array.Count > MaxStops) throw new RequestFormatException($"'stop' has at most {MaxStops} strings.", "stop");
        return [.. array.Select((element, index) => RequireStop(RequestObject.TextOf(element, $"stop[{index}]")))];
    }

    private static string RequireStop(string stop) =>
        stop.Length is > 0 and <= 256 ? stop : throw new RequestFormatException("A string in 'stop' has 1 to 256 characters.", "stop");

    private static MarketOptions Market(RequestObject root)
    {
        if (root.Object("cocoon") is not { } market) return MarketOptions.None;
        var ceiling = market.Object("price_ceiling") is { } prices
            ? new PriceCeiling(Price(prices, "prompt"), Price(prices, "cached_prompt"), Price(prices, "completion"), Price(prices, "reasoning"))
            : null;
        return new MarketOptions(ceiling, market.Text("tier"), market.Int("deadline_ms", MinDeadlineMs, 86_400_000), market.Bool("token_ids") ?? false);
    }

    /// <summary>A kind without a ceiling may cost anything.</summary>
    private static long Price(RequestObject prices, string kind) => prices.Long(kind) switch
    {
        null => long.MaxValue,
        < 0 => throw new RequestFormatException($"'{prices.Path}.{kind}' is never negative.", $"{prices.Path}.{kind}"),
        { } price => price,
    };
}
