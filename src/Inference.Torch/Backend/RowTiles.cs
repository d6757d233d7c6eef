using static TorchSharp.torch;

namespace Cocoon.Inference.Torch.Backend;

/// <summary>
/// Runs operations whose sums depend on the number of rows on a fixed number of them at a time: see
/// <see cref="TorchBackendOptions.TileRows"/>.
/// </summary>
internal static class RowTiles
{
    /// <param name="input">[rows or more, columns]</param>
    /// <param name="rows">How many count.</param>
    /// <param name="tile">Rows at a time.</param>
    /// <param name="operation">From [tile, columns] to [tile, any].</param>
    /// <param name="output">Takes the rows that count.</param>
    public static void Map(Tensor input, int rows, int tile, Func<Tensor, Tensor> operation, Tensor output)
    {
        for (var start = 0; start < rows; start += tile)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(tile, rows - start);
            var part = input.narrow(0, start, count);
            if (count < tile)
            {
                var filled = zeros([tile, input.shape[1]], dtype: input.dtype, device: input.device);
                filled.narrow(0, 0, count).copy_(part);
                part = filled;
            }
            output.narrow(0, start, count).copy_(operation(part).narrow(0, 0, count));
        }
    }
}
