using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Addresses;

/// <summary>An address outside the chain (addr_extern): up to 511 bits that mean something to their owner only.</summary>
public sealed record ExternalAddress
{
    /// <param name="bits">A cell without references.</param>
    public ExternalAddress(Cell bits)
    {
        ArgumentNullException.ThrowIfNull(bits);
        if (bits.BitLength > 511 || bits.Refs.Count > 0 || bits.IsExotic) throw new CellFormatException("An external address has up to 511 bits and no references.");
        Bits = bits;
    }

    public Cell Bits { get; }
}
