using System.Runtime.CompilerServices;

namespace Cocoon.Ton.Cells;

/// <summary>Room for 32 bytes inside its owner, so that a cell's hash is no object of its own.</summary>
[InlineArray(32)]
internal struct Hash256
{
    private byte _first;
}
