using System.Numerics;
using Cocoon.Ton.Cells;

namespace Cocoon.Simulation.Chain.Models;

/// <summary>Reads cells as a contract does.</summary>
internal static class ContractSlice
{
    /// <summary>Coins of any size that a contract can read: up to 120 bits, of which anybody may send anything.</summary>
    public static UInt128 LoadAmount(this CellSlice slice) => (UInt128)(BigInteger)slice.LoadVarUInt(4);

    /// <summary>The opcode or tag; reading past the end throws.</summary>
    public static bool TryTag(this CellSlice slice, uint tag) => slice.LoadUInt32() == tag;
}
