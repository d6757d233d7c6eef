using System.Diagnostics.CodeAnalysis;
using Cocoon.Core.Accounts;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Messages;

/// <summary>Code and data that a contract is deployed with; their hash is its address. Source: TL-B block.tlb, StateInit.</summary>
public sealed record StateInit(Cell Code, Cell Data)
{
    public Cell ToCell() => new CellBuilder()
        .StoreBit(false)        // no split depth
        .StoreBit(false)        // not special
        .StoreMaybeRef(Code)
        .StoreMaybeRef(Data)
        .StoreBit(false)        // no libraries
        .Build();

    /// <summary>The basechain address of this contract.</summary>
    [SuppressMessage("Design", "CA1024", Justification = "Hashes cells; not a plain property.")]
    public AccountAddress GetAddress() => AccountAddress.From(0, ToCell().Hash);
}
