namespace Cocoon.Ton.Tests.Cells;

/// <param name="Bits">The bits as '0' and '1'.</param>
/// <param name="Refs">Indices of earlier cells.</param>
/// <param name="Hash">Representation hash.</param>
/// <param name="Depth">Depth.</param>
public sealed record CellVector(string Bits, int[] Refs, string Hash, int Depth);
