using Cocoon.Inference.Tensors;
using Cocoon.Inference.Tests.Decoding.Reference;

namespace Cocoon.Inference.Tests.Decoding;

/// <summary>Keys and values of three sequences over scattered blocks: one begins, one goes on with a chunk, one decodes.</summary>
internal sealed class ConformanceCache : IDisposable
{
    /// <summary>Rows of the step that attends.</summary>
    public const int Rows = 5 + 20 + 1;

    private const int Layers = 2;
    private const int Blocks = 20;
    private const int Layer = 1;
    private const float Scale = 0.3f;

    private readonly ITensorBackend _backend;
    private readonly IKeyValueStore _store;
    private readonly int _heads;
    private readonly int _headSize;
    private readonly Dictionary<int, (float[] Key, float[] Value)> _slots = [];

    public ConformanceCache(ITensorBackend backend, MemoryWeights weights, int heads, int headSize)
    {
        (_backend, _heads, _headSize) = (backend, heads, headSize);
        _store = backend.CreateKeyValues(Layers, Blocks, heads, headSize);
        Sequences =
        [
            new SequenceRows(0, 5, 0, new[] { 6 }),
            new SequenceRows(5, 20, 13, new[] { 9, 2, 5 }),
            new SequenceRows(25, 1, 79, new[] { 8, 1, 4, 3, 0 }),
        ];
        foreach (var sequence in Sequences) Fill(weights, sequence);
    }

    public SequenceRows[] Sequences { get; private set; }

    public void Attend(ITensor query, ReadOnlySpan<SequenceRows> sequences, ITensor output) => _backend.Attend(_store, Layer, query, sequences, Scale, output);

    /// <summary>Copies each block elsewhere and lets the sequences read there.</summary>
    public void MoveAll()
    {
        for (var block = 0; block < Blocks / 2; block++) _backend.CopyBlock(_store, block, Blocks - 1 - block);
        Sequences = [.. Sequences.Select(sequence => sequence with { Blocks = sequence.Blocks.ToArray().Select(block => Blocks - 1 - block).ToArray() })];
    }

    /// <summary>The mean of the past's values, weighted by the softmax of its keys' products with the query.</summary>
    public float[] Expected(float[] query, SequenceRows sequence, int position, int head)
    {
        var past = Enumerable.Range(0, position + 1).Select(place => _slots[Slot(sequence, place)]).ToList();
        var weights = past.Select(slot => Math.Exp(Scale * Head(slot.Key, head).Zip(query, (x, y) => (double)x * y).Sum())).ToList();
        var all = weights.Sum();
        return [.. Enumerable.Range(head * _headSize, _headSize).Select(i => (float)(past.Zip(weights, (slot, weight) => weight * slot.Value[i]).Sum() / all))];
    }

    public void Dispose() => _store.Dispose();

    private void Fill(MemoryWeights weights, SequenceRows sequence)
    {
        var (rows, width) = (sequence.Position + sequence.Rows, _heads * _headSize);
        using var table = _backend.Load(weights.Add($"cache {sequence.FirstRow}", 2 * rows, width, new RandomWeight(WeightType.BF16, 2 * rows * width, sequence.FirstRow + 100).Values));
        using var keys = _backend.Create(rows, width);
        using var values = _backend.Create(rows, width);
        int[] slots = [.. Enumerable.Range(0, rows).Select(place => Slot(sequence, place))];

        _backend.BeginStep();
        // The other layer holds the same the other way round, so that a mix-up of layers shows.
        for (var layer = 0; layer < Layers; layer++)
        {
            _backend.Embed(table, [.. Enumerable.Range(0, rows)], layer == Layer ? keys : values);
            _backend.Embed(table, [.. Enumerable.Range(rows, rows)], layer == Layer ? values : keys);
            _backend.Store(_store, layer, keys, values, slots);
        }
        _backend.EndStep();

        var floats = StoredFloats.Of(weights.Get($"cache {sequence.FirstRow}", 2 * rows, width));
        for (var place = 0; place < rows; place++)
            _slots[slots[place]] = (floats.AsSpan(place * width, width).ToArray(), floats.AsSpan((rows + place) * width, width).ToArray());
    }

    private static int Slot(SequenceRows sequence, int position) =>
        sequence.Blocks.Span[position / IKeyValueStore.BlockSize] * IKeyValueStore.BlockSize + position % IKeyValueStore.BlockSize;

    private float[] Head(float[] row, int head) => row.AsSpan(head * _headSize, _headSize).ToArray();
}
