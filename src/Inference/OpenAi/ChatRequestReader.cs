using System.Text.Json;

namespace Cocoon.Inference.OpenAi;

/// <summary>
/// Reads chat requests. Fields that ask for nothing an answer could lack (store, metadata, user, service_tier, verbosity,
/// prediction and whatever is unknown) are left alone; those whose silent neglect would change the answer's meaning are
/// refused by name.
/// </summary>
internal static class ChatRequestReader
{
    /// <summary>Most tokens that all choices of one request may come to.</summary>
    private const int MaxTokensOfAllChoices = 1_000_000;

    private static readonly string[] Efforts = ["none", "minimal", "low", "medium", "high", "xhigh"];

    public static ChatCompletionRequest Read(RequestObject root)
    {
        RefuseUnsupported(root);
        var stream = root.Bool("stream") ?? false;
        var (tools, choice) = ToolReader.Read(root);
        var logProbs = root.Bool("logprobs") ?? false;
        var request = new ChatCompletionRequest
        {
            Model = RequestReader.Model(root),
            Messages = MessageReader.Read(root),
            MaxTokens = root.Int("max_completion_tokens", 1, int.MaxValue) ?? root.Int("max_tokens", 1, int.MaxValue),
            Sampling = SamplingReader.Read(root),
            Stop = SamplingReader.Stops(root),
            LogProbs = logProbs,
            TopLogProbs = TopLogProbs(root, logProbs),
            Choices = SamplingReader.Choices(root),
            Tools = tools,
            ToolChoice = choice,
            ParallelToolCalls = root.Bool("parallel_tool_calls") ?? true,
            Format = FormatReader.Read(root),
            ReasoningEffort = Effort(root),
            Stream = stream,
            IncludeUsage = stream && (root.Object("stream_options")?.Bool("include_usage") ?? false),
            Market = MarketReader.Read(root),
        };
        RequireBounded(request, root.Value("max_completion_tokens") is null ? "max_tokens" : "max_completion_tokens");
        return ContinuationReader.Read(root, request);
    }

    /// <summary>Every choice is paid for, so all of them together have a bound.</summary>
    public static void RequireBounded(ChatCompletionRequest request, string field)
    {
        if (request.Choices > 1 && (long)request.Choices * (request.MaxTokens ?? 0) > MaxTokensOfAllChoices)
            throw new RequestFormatException($"'n' times '{field}' is at most {MaxTokensOfAllChoices}.", "n", "invalid_value");
    }

    private static void RefuseUnsupported(RequestObject root)
    {
        if (root.Value("audio") is not null || (root.Value("modalities") is { } modalities && !IsText(modalities)))
        {
            var name = root.Value("audio") is not null ? "audio" : "modalities";
            throw new RequestFormatException($"'{name}' is not supported by this market: answers are text.", name, "unsupported_parameter");
        }
        if (root.Value("web_search_options") is not null)
            throw new RequestFormatException("'web_search_options' is not supported by this market: models do not reach the network.", "web_search_options", "unsupported_parameter");
        foreach (var name in (string[])["functions", "function_call"])
            if (root.Value(name) is not null)
                throw new RequestFormatException($"'{name}' is deprecated and not supported by this market. Use 'tools' and 'tool_choice'.", name, "unsupported_parameter");
    }

    private static bool IsText(JsonElement modalities) => modalities.ValueKind == JsonValueKind.Array
        && modalities.EnumerateArray().All(static entry => entry.ValueKind == JsonValueKind.String && entry.ValueEquals("text"));

    private static int TopLogProbs(RequestObject root, bool logProbs)
    {
        var top = root.Int("top_logprobs", 0, 20);
        return top is null or 0 || logProbs
            ? top ?? 0
            : throw new RequestFormatException("'logprobs' must be true where 'top_logprobs' is used.", "top_logprobs", "invalid_value");
    }

    private static string? Effort(RequestObject root) => root.Text("reasoning_effort") switch
    {
        null => null,
        { } effort when Efforts.Contains(effort, StringComparer.Ordinal) => effort,
        _ => throw new RequestFormatException(
            "Invalid value for 'reasoning_effort': supported values are 'none', 'minimal', 'low', 'medium', 'high' and 'xhigh'.", "reasoning_effort", "invalid_value"),
    };
}
