using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Tests.Vectors;

internal static class CellText
{
    /// <summary>Representation hash as lower-case hex.</summary>
    public static string HashHex(this Cell cell) => Convert.ToHexStringLower(cell.Hash);
}
