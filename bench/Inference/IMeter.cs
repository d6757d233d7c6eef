namespace Cocoon.Bench.Inference;

/// <summary>A loaded model whose steps are timed.</summary>
internal interface IMeter : IDisposable
{
    /// <summary>Seconds to read a new prompt of so many tokens and have its last logits.</summary>
    double Prefill(int tokens);

    /// <summary>Seconds of one step in which so many sequences each read one token and have their logits.</summary>
    double Decode(int sequences, int steps);
}
