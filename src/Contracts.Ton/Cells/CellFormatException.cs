namespace Cocoon.Ton.Cells;

/// <summary>Bytes or cells that are not what they should be: a truncated bag, a wrong tag, a value out of range.</summary>
public sealed class CellFormatException(string message) : FormatException(message);
