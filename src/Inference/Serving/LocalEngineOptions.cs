namespace Cocoon.Inference.Serving;

/// <summary>How a <see cref="LocalEngine"/> shares its runner among requests.</summary>
public sealed record LocalEngineOptions
{
    /// <summary>Sequences in work at once: each choice of a generation and each text to embed is one. Never more than the runner has. Default: 8.</summary>
    public int Slots { get; init; } = 8;

    /// <summary>Requests that may wait beyond the slots; one more is refused as busy. Default: 64.</summary>
    public int MaxWaiting { get; init; } = 64;

    /// <summary>
    /// Tokens of each choice that are made before their reader asks for them. More hide a slow reader's pauses, fewer waste
    /// less on readers that leave. Default: 16.
    /// </summary>
    public int LookAhead { get; init; } = 16;

    /// <summary>
    /// Prompt tokens read in a step beside sequences that are writing: the longer such a step, the longer the pause in their
    /// answers. While nobody writes, a step takes as many as the runner does. Default: 64.
    /// </summary>
    public int PromptRows { get; init; } = 64;

    /// <summary>After so long at one step the engine counts as hung. Default: 60 s.</summary>
    public TimeSpan StepTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
