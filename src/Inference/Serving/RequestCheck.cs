using Cocoon.Inference.Chat;
using Cocoon.Inference.Formats;

namespace Cocoon.Inference.Serving;

/// <summary>Refuses what an engine cannot serve, by the name of the field at fault, and turns the rest into tokens. Thread-safe.</summary>
/// <param name="tokenizer">The model's.</param>
/// <param name="contextLength">Most tokens of a prompt and its completion.</param>
/// <param name="capacity">Tokens that the engine's memory holds.</param>
internal sealed class RequestCheck(ChatTokenizer tokenizer, int contextLength, int capacity)
{
    /// <summary>Most answers to one request; OpenAI's limit.</summary>
    private const int MaxChoices = 128;

    /// <summary>Most rivals told of for each token; OpenAI's limit.</summary>
    private const int MaxTopLogProbs = 20;

    public int[] Encode(GenerationRequest request) => [.. tokenizer.Encode(request)];

    public int[] Encode(string text) => [.. tokenizer.EncodeText(text)];

    /// <summary>The tokens of a request's prompt.</summary>
    /// <exception cref="InferenceRequestException">It cannot be served.</exception>
    public int[] PromptOf(GenerationRequest request)
    {
        if (request.MaxTokens < 1) throw new InferenceRequestException("max_tokens must be at least 1.", "max_tokens");
        if (request.Choices is < 1 or > MaxChoices) throw new InferenceRequestException($"'n' is from 1 to {MaxChoices}.", "n");
        if (request.TopLogProbs is < 0 or > MaxTopLogProbs) throw new InferenceRequestException($"'top_logprobs' is from 0 to {MaxTopLogProbs}.", "top_logprobs");
        if (request.TopLogProbs > 0 && !request.LogProbs) throw new InferenceRequestException("'top_logprobs' needs 'logprobs' to be true.", "top_logprobs");
        if (!request.Sampling.LogitBias.Keys.All(tokenizer.Tokenizer.Knows))
            throw new InferenceRequestException("'logit_bias' names a token that this model does not have.", "logit_bias", "invalid_value");
        if (!request.Written.All(tokenizer.Tokenizer.Knows)) throw Unfit("names a token that this model does not have");
        if (request.Written.Count > 0 && request is not { Choices: 1, Format.Kind: AnswerFormatKind.Text, Prompt.Tools.Count: 0 }) throw Unfit("is for one choice of plain text, without tools");
        if (request.Sampling.RepetitionPenalty <= 0) throw new InferenceRequestException("'repetition_penalty' is above 0.", "repetition_penalty", "invalid_value");
        var field = request.RawPrompt is null ? "messages" : "prompt";
        var prompt = Encode(request);
        if (prompt.Length == 0) throw new InferenceRequestException("The prompt is empty: give it at least one character.", field, "invalid_value");
        if (request.MaxTokens > contextLength - prompt.Length)
        {
            throw new InferenceRequestException(
                $"This model's maximum context length is {contextLength} tokens. The prompt has {prompt.Length} and max_tokens asks for {request.MaxTokens} more.",
                field, "context_length_exceeded");
        }
        RequireMemory(prompt.Length + request.MaxTokens, field);
        return prompt;
    }

    /// <summary>An answer that cannot be gone on with.</summary>
    public static InferenceRequestException Unfit(string why) => new($"'cocoon.written' {why}.", "cocoon.written", "invalid_value");

    /// <summary>The tokens of a text to embed.</summary>
    /// <exception cref="InferenceRequestException">It cannot be served.</exception>
    public int[] InputOf(string text)
    {
        var tokens = Encode(text);
        if (tokens.Length == 0) throw new InferenceRequestException("An input is empty: give it at least one character.", "input", "invalid_value");
        if (tokens.Length > contextLength)
        {
            throw new InferenceRequestException(
                $"This model's maximum context length is {contextLength} tokens, but an input has {tokens.Length}.", "input", "context_length_exceeded");
        }
        RequireMemory(tokens.Length, "input");
        return tokens;
    }

    /// <summary>What does not fit even alone would wait forever.</summary>
    private void RequireMemory(int tokens, string field)
    {
        if (tokens > capacity)
            throw new InferenceRequestException($"This engine's memory holds {capacity} tokens, but the request may need {tokens}. Shorten it, or ask for fewer tokens.", field, "context_length_exceeded");
    }
}
