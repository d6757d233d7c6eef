namespace Cocoon.Inference.Running;

/// <summary>A sequence just opened.</summary>
/// <param name="Sequence">Its number.</param>
/// <param name="Cached">Tokens of its prompt that are there already, from earlier sequences; fewer than the prompt has.</param>
public readonly record struct SequenceStart(int Sequence, int Cached);
