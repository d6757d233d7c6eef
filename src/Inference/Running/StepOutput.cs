namespace Cocoon.Inference.Running;

/// <summary>What a step tells of a slice of tokens.</summary>
public enum StepOutput
{
    /// <summary>Nothing: they are read only.</summary>
    None,

    /// <summary>The logits after its last token.</summary>
    Logits,

    /// <summary>The hidden state of each token after the last norm.</summary>
    HiddenStates,
}
