namespace Cocoon.Ton.Cells;

/// <summary>How values of one kind are written to and read from cells.</summary>
/// <param name="Store">Writes a value.</param>
/// <param name="Load">Reads one; throws <see cref="CellFormatException"/> when it is damaged.</param>
public sealed record CellCodec<T>(Action<CellBuilder, T> Store, Func<CellSlice, T> Load);
