using System.Numerics;
using Cocoon.Ton.Cells;

namespace Cocoon.Simulation.Chain.Models;

/// <summary>Reads cells as a contract does.</summary>
internal static class ContractSlice
{
    /// <summary>Coins of any size that a contract can read: up to 120 bits, of which anybody may send anything.</summary>
    public static UInt128 LoadAmount(this CellSlice slice) => (UInt128)(BigInteger)slice.LoadVarUInt(4);

    /// <summary>Moves past a tag; false when something else is there.</summary>
    public static bool TryTag(this CellSlice slice, uint tag)
    {
        if (slice.PeekUInt32() != tag) return false;
        slice.SkipBits(32);
        return true;
    }
}
