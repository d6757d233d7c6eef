namespace Cocoon.Inference.Running;

/// <summary>Neighbouring tokens of one sequence that a step reads.</summary>
/// <param name="Sequence">A sequence of the runner's.</param>
/// <param name="Start">Where its tokens begin among the step's.</param>
/// <param name="Count">How many; 1 or more.</param>
/// <param name="Output">What is wanted of them.</param>
public readonly record struct StepSlice(int Sequence, int Start, int Count, StepOutput Output);
