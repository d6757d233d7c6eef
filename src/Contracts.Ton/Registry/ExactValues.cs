using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Registry;

/// <summary>Values of a dictionary that are refused when more stands in their cell than their layout has.</summary>
internal static class ExactValues
{
    public static CellCodec<T> Exact<T>(this CellCodec<T> codec) => codec with
    {
        Load = slice =>
        {
            var value = codec.Load(slice);
            slice.RequireEnd();
            return value;
        },
    };
}
