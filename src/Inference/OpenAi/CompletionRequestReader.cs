using System.Text.Json;

namespace Cocoon.Inference.OpenAi;

/// <summary>Reads requests to POST /v1/completions: text to continue as it stands.</summary>
internal static class CompletionRequestReader
{
    /// <summary>OpenAI's default; chats have none.</summary>
    private const int DefaultMaxTokens = 16;

    private const int MaxTopLogProbs = 5;

    public static ChatCompletionRequest Read(RequestObject root)
    {
        RefuseUnsupported(root);
        var stream = root.Bool("stream") ?? false;
        var top = root.Int("logprobs", 0, MaxTopLogProbs);
        var request = new ChatCompletionRequest
        {
            Model = RequestReader.Model(root),
            Messages = [],
            RawPrompt = Prompt(root),
            MaxTokens = root.Int("max_tokens", 1, int.MaxValue) ?? DefaultMaxTokens,
            Sampling = SamplingReader.Read(root),
            Stop = SamplingReader.Stops(root),
            LogProbs = top is not null,
            TopLogProbs = top ?? 0,
            Choices = SamplingReader.Choices(root),
            Stream = stream,
            IncludeUsage = stream && (root.Object("stream_options")?.Bool("include_usage") ?? false),
            Market = MarketReader.Read(root),
        };
        if (root.Int("best_of", 1, int.MaxValue) is { } best && best != request.Choices)
            throw new RequestFormatException("'best_of' other than 'n' is not supported by this market.", "best_of", "unsupported_parameter");
        ChatRequestReader.RequireBounded(request, "max_tokens");
        return ContinuationReader.Read(root, request);
    }

    private static void RefuseUnsupported(RequestObject root)
    {
        RequestReader.RefuseOther(root, "messages");
        if (root.Bool("echo") is true) throw new RequestFormatException("'echo' is not supported by this market: an answer is what was generated.", "echo", "unsupported_parameter");
        if (root.Text("suffix") is { Length: > 0 }) throw new RequestFormatException("'suffix' is not supported by this market.", "suffix", "unsupported_parameter");
    }

    private static string Prompt(RequestObject root)
    {
        if (root.Value("prompt") is not { } prompt) throw new RequestFormatException("Missing required parameter: 'prompt'.", "prompt", "missing_required_parameter");
        if (prompt.ValueKind == JsonValueKind.Array)
        {
            if (prompt.GetArrayLength() != 1) throw new RequestFormatException("'prompt' is one text: several are not supported by this market. Send a request for each.", "prompt", "unsupported_parameter");
            prompt = prompt[0];
            if (prompt.ValueKind is JsonValueKind.Number or JsonValueKind.Array)
                throw new RequestFormatException("'prompt' as token ids is not supported by this market yet. Send text.", "prompt", "unsupported_parameter");
        }
        return RequestObject.TextOf(prompt, "prompt") is { Length: > 0 } text
            ? text
            : throw new RequestFormatException("Invalid value for 'prompt': there is nothing to continue in an empty text.", "prompt", "invalid_value");
    }
}
