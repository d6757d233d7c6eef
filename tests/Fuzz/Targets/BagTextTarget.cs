using System.Text;
using Cocoon.Ton.Cells;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>Bags of cells in base64.</summary>
internal sealed class BagTextTarget : FuzzTarget
{
    public override IReadOnlyList<byte[]> Seeds { get; } =
        [Encoding.ASCII.GetBytes(Boc.WriteBase64(new CellBuilder().StoreUInt(7, 32).StoreRef(new CellBuilder().StoreBytes(new byte[50]).Build()).Build()))];

    public override void Read(byte[] input)
    {
        var cell = Boc.ReadBase64(Encoding.UTF8.GetString(input));
        Boc.ReadBase64(Boc.WriteBase64(cell)).Should().Be(cell);
    }

    public override bool IsRefusal(Exception exception) => exception is CellFormatException;
}
