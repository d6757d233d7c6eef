using Cocoon.Inference.Tensors;
using static TorchSharp.torch;

namespace Cocoon.Inference.Torch.Backend;

/// <summary>
/// Attention over gathered pages by libtorch's scaled_dot_product_attention. Queries go in tiles of one block at their own
/// places in it, keys in a number that follows from the tile alone: so the shape of each call, and with it the order of its sums,
/// depends on nothing but a row's position.
/// </summary>
internal static class TorchAttention
{
    private const int Tile = IKeyValueStore.BlockSize;

    /// <summary>Keys are taken in multiples of so many blocks: fewer shapes, more keys that are masked.</summary>
    private const int KeyBlocks = 16;

    public static void Run(TorchStep step, TorchKeyValues store, int layer, Tensor query, SequenceRows sequence, float scale, Tensor output)
    {
        using var scope = NewDisposeScope();
        var (first, last) = (sequence.Position / Tile, (sequence.Position + sequence.Rows - 1) / Tile);
        var slots = step.Indices(Slots(sequence.Blocks.Span, BlocksOf(last)));
        var (keys, values) = (store.Keys[layer].index_select(0, slots), store.Values[layer].index_select(0, slots));
        var tiles = zeros([(last - first + 1) * Tile, query.shape[1]], dtype: query.dtype, device: query.device);
        var rows = tiles.narrow(0, sequence.Position % Tile, sequence.Rows);
        rows.copy_(query.narrow(0, sequence.FirstRow, sequence.Rows));
        // libtorch divides by the root of the head's size; there is no parameter for it here.
        var factor = scale * MathF.Sqrt(store.HeadSize);
        if (MathF.Abs(factor - 1) > 1e-6f) tiles.mul_(factor);
        for (var tile = first; tile <= last; tile++)
        {
            using var inner = NewDisposeScope();
            var part = tiles.narrow(0, (tile - first) * Tile, Tile);
            var count = BlocksOf(tile) * Tile;
            part.copy_(Attend(step, part, keys.narrow(0, 0, count), values.narrow(0, 0, count), tile * Tile, store));
        }
        output.narrow(0, sequence.FirstRow, sequence.Rows).copy_(rows);
    }

    /// <param name="step">Keeps masks.</param>
    /// <param name="query">[tile, heads × size]</param>
    /// <param name="keys">[keys, key-value heads × size]</param>
    /// <param name="values">Likewise.</param>
    /// <param name="position">Of the first row.</param>
    /// <param name="store">Has the numbers of heads.</param>
    /// <returns>[tile, heads × size]</returns>
    private static Tensor Attend(TorchStep step, Tensor query, Tensor keys, Tensor values, int position, TorchKeyValues store)
    {
        long size = store.HeadSize;
        var heads = query.shape[1] / size;
        var group = heads / store.Heads;
        var mask = step.Mask(position, Tile, (int)keys.shape[0]);
        var queries = query.view(Tile, heads, size).transpose(0, 1).reshape(store.Heads, group, Tile, size);
        var mixed = nn.functional.scaled_dot_product_attention(queries, Shared(keys), Shared(values), mask);
        return mixed.reshape(heads, Tile, size).transpose(0, 1).reshape(Tile, heads * size);

        // Query heads of a group see the same keys, which are not copied for it.
        Tensor Shared(Tensor rows) => rows.view(rows.shape[0], store.Heads, size).transpose(0, 1).unsqueeze(1).expand(store.Heads, group, rows.shape[0], size);
    }

    private static int BlocksOf(int tile) => (tile / KeyBlocks + 1) * KeyBlocks;

    /// <summary>Beyond the table block 0 stands in: masked, but finite.</summary>
    private static int[] Slots(ReadOnlySpan<int> table, int blocks)
    {
        var slots = new int[blocks * Tile];
        for (var slot = 0; slot < slots.Length; slot++) slots[slot] = (slot / Tile < table.Length ? table[slot / Tile] : 0) * Tile + slot % Tile;
        return slots;
    }
}
