namespace Cocoon.Client;

/// <summary>A conversation to continue. What is not set is left to the model.</summary>
/// <param name="Model">Model id.</param>
/// <param name="Turns">The conversation, oldest first.</param>
public sealed record ChatRequest(string Model, IReadOnlyList<ChatTurn> Turns) : InferenceRequest(Model)
{
    /// <summary>Most tokens of each answer; null for the market's default.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>How many answers to write, 1 to 128; each is paid for, the prompt once. Default: 1.</summary>
    public int Choices { get; init; } = 1;

    /// <summary>0 to 2; 0 takes the likeliest token each time.</summary>
    public float? Temperature { get; init; }

    /// <summary>Above 0, to 1: only the likeliest tokens that together are so likely.</summary>
    public float? TopP { get; init; }

    /// <summary>Same seed, same request: same answer.</summary>
    public long? Seed { get; init; }

    /// <summary>-2 to 2: against tokens by how often they were used.</summary>
    public float? FrequencyPenalty { get; init; }

    /// <summary>-2 to 2: against tokens that were used at all.</summary>
    public float? PresencePenalty { get; init; }

    /// <summary>Added to the scores of tokens, by id; -100 to 100.</summary>
    public IReadOnlyDictionary<int, float>? LogitBias { get; init; }

    /// <summary>Texts that end an answer; at most 4.</summary>
    public IReadOnlyList<string>? Stop { get; init; }

    /// <summary>Whether to tell how likely each token was. Default: no.</summary>
    public bool LogProbs { get; init; }

    /// <summary>How many likeliest tokens to tell at each step, 0 to 20; sets <see cref="LogProbs"/>.</summary>
    public int? TopLogProbs { get; init; }

    /// <summary>What form the answer has. Default: text.</summary>
    public ChatFormat? Format { get; init; }

    /// <summary>Functions that the model may ask the caller to run. Default: none.</summary>
    public IReadOnlyList<ChatTool>? Tools { get; init; }

    /// <summary>Whether a tool has to be called. Default: as the model likes.</summary>
    public ChatToolChoice? ToolChoice { get; init; }

    /// <summary>Whether several tools may be called at once.</summary>
    public bool? ParallelToolCalls { get; init; }

    /// <summary>
    /// Whether an answer that breaks off goes on at another provider, to the letter where it stopped, twice at most. For one
    /// answer of plain text with <see cref="Temperature"/> 0 or a <see cref="Seed"/>. What had come is paid for, and read
    /// again by the next provider. Default: no, it ends with an error.
    /// </summary>
    public bool Continue { get; init; }

    /// <summary>How much to think first, such as "low"; for models that do.</summary>
    public string? ReasoningEffort { get; init; }
}
