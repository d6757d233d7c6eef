using Cocoon.Inference.Formats;
using Cocoon.Inference.Tools;

namespace Cocoon.Inference;

/// <summary>What to generate.</summary>
/// <param name="Prompt">The conversation.</param>
/// <param name="MaxTokens">Most tokens to generate for each choice, at least 1.</param>
/// <param name="Sampling">How tokens are chosen.</param>
/// <param name="Stop">Strings that end the answer; not part of it. At most four.</param>
/// <param name="LogProbs">Whether events carry the token's log probability.</param>
public sealed record GenerationRequest(ChatPrompt Prompt, int MaxTokens, SamplingOptions Sampling, IReadOnlyList<string> Stop, bool LogProbs = false)
{
    /// <summary>Text to continue as it stands, without a chat template; null for a conversation. Then <see cref="Prompt"/> is empty.</summary>
    public string? RawPrompt { get; init; }

    /// <summary>Answers wanted, 1 or more; the prompt is counted once.</summary>
    public int Choices { get; init; } = 1;

    /// <summary>Rivals of each token to tell of, 0 to 20; above 0 only with <see cref="LogProbs"/>.</summary>
    public int TopLogProbs { get; init; }

    /// <summary>What form the answer has.</summary>
    public AnswerFormat Format { get; init; } = AnswerFormat.Text;

    /// <summary>Whether tools of the prompt are called.</summary>
    public ToolChoice ToolChoice { get; init; } = ToolChoice.Auto;

    /// <summary>Whether one answer may call several tools.</summary>
    public bool ParallelToolCalls { get; init; } = true;

    /// <summary>"none", "minimal", "low", "medium", "high" or "xhigh"; null for the model's default. A model that does not reason leaves it aside.</summary>
    public string? ReasoningEffort { get; init; }

    /// <summary>
    /// Tokens that the answer has already, generated elsewhere: it goes on as if they had been generated here, without telling
    /// of them again. They are read, so they count as prompt; <see cref="MaxTokens"/> is for what follows. Default: none. For
    /// one choice of plain text, on engines that have <see cref="EngineCapabilities.Continuation"/>.
    /// </summary>
    public IReadOnlyList<int> Written { get; init; } = [];

    /// <summary>
    /// Only requests of the same scope save each other the reading of beginnings that their prompts share: how soon an answer
    /// begins tells whether its prompt was read before. Default: 0, all requests.
    /// </summary>
    public ulong PromptScope { get; init; }
}
