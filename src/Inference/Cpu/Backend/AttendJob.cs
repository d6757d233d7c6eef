using Cocoon.Inference.Cpu.Kernels;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Cpu.Backend;

/// <summary>
/// Attention in parts of up to four neighbouring rows of a sequence and one head of keys, whose query heads share each read
/// of keys and values.
/// </summary>
/// <param name="workers">Threads that may work at once.</param>
internal sealed unsafe class AttendJob(int workers) : ComputeJob, IDisposable
{
    private const int RowsOfPart = 4;

    private readonly NativeBlock?[] _scratch = new NativeBlock?[workers];
    private SequenceRows[] _sequences = [];
    private int[] _firstParts = [];
    private int _count;
    private CpuKeyValues _store = null!;
    private int _layer;
    private float* _queries;
    private float* _outputs;
    private int _columns;
    private int _group;
    private float _scale;

    /// <summary>Bytes of keys and values that a job reads, so that a small one is not shared out.</summary>
    public long Bytes { get; private set; }

    /// <summary>Sets it up; how many parts it has.</summary>
    public int Prepare(CpuKeyValues store, int layer, CpuTensor query, ReadOnlySpan<SequenceRows> sequences, float scale, CpuTensor output, int threads)
    {
        if (_sequences.Length < sequences.Length) (_sequences, _firstParts) = (new SequenceRows[sequences.Length * 2], new int[sequences.Length * 2]);
        sequences.CopyTo(_sequences);
        (_store, _layer, _scale, _count, _columns) = (store, layer, scale, sequences.Length, query.Columns);
        _group = query.Columns / (store.Heads * store.HeadSize);
        _queries = query.Data;
        var (parts, rows, longest) = (0, 0, 0);
        Bytes = 0;
        for (var i = 0; i < sequences.Length; i++)
        {
            var sequence = sequences[i];
            _firstParts[i] = parts;
            parts += (sequence.Rows + RowsOfPart - 1) / RowsOfPart;
            rows = Math.Max(rows, sequence.FirstRow + sequence.Rows);
            longest = Math.Max(longest, sequence.Position + sequence.Rows);
            Bytes += (sequence.Position + sequence.Rows) * (long)sequence.Rows * store.Heads * store.HeadSize * 2 * sizeof(float);
        }
        _outputs = output.Write(rows);
        for (var worker = 0; worker < threads; worker++) Reserve(worker, longest);
        return parts * store.Heads;
    }

    public override void Run(int part, int worker)
    {
        var (rows, head) = (part / _store.Heads, part % _store.Heads);
        var index = _count - 1;
        while (_firstParts[index] > rows) index--;
        ref readonly var sequence = ref _sequences[index];
        var first = (rows - _firstParts[index]) * RowsOfPart;
        Attend(sequence, first, Math.Min(RowsOfPart, sequence.Rows - first), head, (float*)_scratch[worker]!.Start);
    }

    public void Dispose()
    {
        foreach (var scratch in _scratch) scratch?.Dispose();
    }

    private void Attend(in SequenceRows sequence, int first, int rows, int head, float* scratch)
    {
        var size = _store.HeadSize;
        var blocks = sequence.Blocks.Span;
        var positions = sequence.Position + first + rows;
        var stride = Padded(positions);
        var scores = scratch + (long)RowsOfPart * _group * size;
        for (var row = 0; row < rows; row++)
        {
            var query = _queries + (long)(sequence.FirstRow + first + row) * _columns + (long)head * _group * size;
            Buffer.MemoryCopy(query, scratch + (long)row * _group * size, _group * size * sizeof(float), _group * size * sizeof(float));
        }
        for (var start = 0; start < positions; start += IKeyValueStore.BlockSize)
        {
            var keys = _store.Keys(_layer, blocks[start / IKeyValueStore.BlockSize], head);
            var count = Math.Min(IKeyValueStore.BlockSize, positions - start);
            FloatTile.Multiply<SingleForm>((byte*)keys, size * sizeof(float), count, scratch, size, rows * _group, size, scores + start, stride);
        }
        for (var row = 0; row < rows; row++)
        {
            var output = _outputs + (long)(sequence.FirstRow + first + row) * _columns + (long)head * _group * size;
            Mix(blocks, positions - rows + row + 1, head, scores + (long)row * _group * stride, stride, output);
        }
    }

    /// <summary>The weighted mean of values for the query heads of one row.</summary>
    private void Mix(ReadOnlySpan<int> blocks, int positions, int head, float* scores, int stride, float* output)
    {
        var size = _store.HeadSize;
        new Span<float>(output, _group * size).Clear();
        var sums = stackalloc float[_group];
        for (var i = 0; i < _group; i++) sums[i] = AttentionRows.Exponentials(scores + (long)i * stride, positions, _scale);
        for (var start = 0; start < positions; start += IKeyValueStore.BlockSize)
        {
            var values = _store.Values(_layer, blocks[start / IKeyValueStore.BlockSize], head);
            var count = Math.Min(IKeyValueStore.BlockSize, positions - start);
            for (var i = 0; i < _group; i++) AttentionRows.AddWeighted(scores + (long)i * stride + start, count, values, size, output + (long)i * size);
        }
        for (var i = 0; i < _group; i++)
            for (var k = 0; k < size; k++) output[(long)i * size + k] /= sums[i];
    }

    private void Reserve(int worker, int positions)
    {
        var bytes = (long)RowsOfPart * _group * (_store.HeadSize + Padded(positions)) * sizeof(float);
        if (_scratch[worker]?.Bytes >= bytes) return;
        _scratch[worker]?.Dispose();
        _scratch[worker] = new NativeBlock(2 * bytes);
    }

    private static int Padded(int positions) => (positions + Lanes.Count - 1) / Lanes.Count * Lanes.Count;
}
