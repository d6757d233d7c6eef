using Cocoon.Core.Trust;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Registry;

/// <summary>An image that the registry allows to serve.</summary>
/// <param name="Role">What it is for; a number that this version does not name is kept as it is.</param>
/// <param name="Tier">What it proves at most; a number that this version does not name is kept as it is.</param>
/// <param name="NotAfter">Last second (Unix time) at which it is allowed.</param>
public sealed record ListedMeasurement(MeasurementRole Role, Tier Tier, uint NotAfter)
{
    internal static CellCodec<ListedMeasurement> Codec { get; } = new((builder, value) => value.Store(builder), Load);

    /// <exception cref="CellFormatException">Role or tier is not within 0 to 255.</exception>
    internal CellBuilder Store(CellBuilder builder) => builder.StoreUInt(Number((int)Role), 8).StoreUInt(Number((int)Tier), 8).StoreUInt(NotAfter, 32);

    internal static ListedMeasurement Load(CellSlice slice) => new((MeasurementRole)slice.LoadUInt(8), (Tier)slice.LoadUInt(8), slice.LoadUInt32());

    private static ulong Number(int value) => value is >= 0 and <= byte.MaxValue
        ? (ulong)value
        : throw new CellFormatException($"Role and tier are numbers from 0 to 255, not {value}.");
}
