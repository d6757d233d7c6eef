using Cocoon.Fuzz.Tests.Inputs;
using Cocoon.Ton.Cells;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>A parser of cells, as they come in valid bags from a chain where anybody may write.</summary>
internal abstract class CellTarget : FuzzTarget
{
    public sealed override IReadOnlyList<byte[]> Seeds => field ??= [.. Cells.Select(Boc.Write)];

    protected abstract IEnumerable<Cell> Cells { get; }

    public override byte[] Next(InputSource source) => source.NextCell(Seeds);

    public sealed override void Read(byte[] input) => ReadCell(Boc.Read(input));

    public override bool IsRefusal(Exception exception) => exception is CellFormatException;

    protected abstract void ReadCell(Cell cell);
}
