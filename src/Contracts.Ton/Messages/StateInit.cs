using System.Diagnostics.CodeAnalysis;
using Cocoon.Core.Accounts;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Messages;

/// <summary>Code and data that a contract is deployed with; their hash is its address. Source: TL-B block.tlb, StateInit.</summary>
/// <param name="Code">Code.</param>
/// <param name="Data">Data.</param>
public sealed record StateInit(Cell Code, Cell Data)
{
    /// <summary>False in a state init of others that leaves the code out; <see cref="Code"/> is then an empty cell. Default: true.</summary>
    public bool HasCode { get; init; } = true;

    /// <summary>False in a state init of others that leaves the data out; <see cref="Data"/> is then an empty cell. Default: true.</summary>
    public bool HasData { get; init; } = true;

    /// <summary>Bits of the address that need not fit the hash, 0 to 31; null for none, as usual.</summary>
    public byte? FixedPrefixLength { get; init; }

    /// <summary>Called by the masterchain in each block, at its start and its end; null for ordinary contracts.</summary>
    public TickTock? Special { get; init; }

    /// <summary>Dictionary of libraries; null for none.</summary>
    public Cell? Libraries { get; init; }

    /// <exception cref="CellFormatException">Not a state init.</exception>
    public static StateInit Parse(Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var slice = cell.BeginParse();
        var init = Load(slice);
        slice.RequireEnd();
        return init;
    }

    public Cell ToCell() => new CellBuilder()
        .StoreMaybe(FixedPrefixLength, (builder, length) => builder.StoreUInt(length, 5))
        .StoreMaybe(Special, (builder, special) => builder.StoreBit(special.Tick).StoreBit(special.Tock))
        .StoreMaybeRef(HasCode ? Code : null)
        .StoreMaybeRef(HasData ? Data : null)
        .StoreMaybeRef(Libraries)
        .Build();

    /// <summary>The address of this contract in the basechain.</summary>
    [SuppressMessage("Design", "CA1024", Justification = "Hashes cells; not a plain property.")]
    public AccountAddress GetAddress() => GetAddress(0);

    /// <param name="workchain">0 for the basechain, -1 for the masterchain.</param>
    public AccountAddress GetAddress(sbyte workchain) => AccountAddress.From(workchain, ToCell().Hash);

    internal static StateInit Load(CellSlice slice)
    {
        var prefix = slice.LoadMaybe(part => (byte)part.LoadUInt(5));
        var special = slice.LoadMaybe(part => new TickTock(part.LoadBit(), part.LoadBit()));
        var (code, data, libraries) = (slice.LoadMaybeRef(), slice.LoadMaybeRef(), slice.LoadMaybeRef());
        return new StateInit(code ?? Cell.Empty, data ?? Cell.Empty)
        {
            HasCode = code is not null, HasData = data is not null, FixedPrefixLength = prefix, Special = special, Libraries = libraries,
        };
    }
}
