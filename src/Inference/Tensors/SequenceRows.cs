namespace Cocoon.Inference.Tensors;

/// <summary>The rows of one sequence in a step: neighbours, at neighbouring positions.</summary>
/// <param name="FirstRow">Its first row in the step.</param>
/// <param name="Rows">How many; 1 or more.</param>
/// <param name="Position">Position of its first row; all earlier ones are stored already.</param>
/// <param name="Blocks">Its block table: block i holds positions 16 i to 16 i + 15. It covers the rows of this step too.</param>
public readonly record struct SequenceRows(int FirstRow, int Rows, int Position, ReadOnlyMemory<int> Blocks);
