namespace Cocoon.Client;

/// <summary>
/// Counts prompt tokens on the caller's side, so that the prompt part of a receipt can be checked exactly. Without one,
/// only its upper bound is checked. Thread-safe.
/// </summary>
public interface IPromptCounter
{
    /// <summary>Exact prompt tokens; null when this counter does not know the model.</summary>
    int? Count(ChatRequest request);
}
