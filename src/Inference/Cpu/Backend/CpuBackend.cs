using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Cocoon.Inference.Cpu.Kernels;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Cpu.Backend;

/// <summary>
/// The processor, in C# alone. Weights stay in their file's memory and form; activations, keys and values are 32-bit floats,
/// except that Q8_0 and Q4_K are multiplied with activations in signed bytes (scale per block of 32). Results have the same
/// bits on one thread and on many, and on every processor with fused multiply-add. Operations allocate nothing once each has
/// been done at its largest size. All backends of a process share its threads.
/// </summary>
public sealed unsafe class CpuBackend : ITensorBackend
{
    /// <summary>Bytes of keys and values below which attention stays on the calling thread.</summary>
    private const long SmallAttention = 64 << 10;

    private readonly ComputeTeam _team;
    private readonly int _threads;
    private readonly LinearJob _linear;
    private readonly QuantizeJob _quantize = new();
    private readonly AttendJob _attend;
    private readonly RowsJob _rows = new();
    private readonly RotationTable _rotation = new();

    /// <param name="threads">Most threads of its operations, the caller's among them. Never more run than the process may use processors. 1 or more.</param>
    public CpuBackend(int threads)
        : this(threads, ComputeTeam.Shared)
    {
    }

    internal CpuBackend(int threads, ComputeTeam team)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _team = team;
        _threads = Math.Min(threads, team.Threads);
        _linear = new LinearJob(_threads);
        _attend = new AttendJob(_threads);
    }

    public string Name => Vector512.IsHardwareAccelerated ? "cpu-avx512" : Avx2.IsSupported ? "cpu-avx2" : "cpu-portable";

    public string PrecisionOf(string quantization)
    {
        ArgumentNullException.ThrowIfNull(quantization);
        return quantization.ToUpperInvariant() is "F32" or "F16" or "BF16" ? "fp32" : "int8";
    }

    public IMatrix Load(StoredTensor matrix) => new CpuMatrix(matrix);

    public ITensor LoadVector(StoredTensor vector)
    {
        using var stored = new CpuMatrix(vector);
        var tensor = new CpuTensor(1, stored.Columns);
        FloatRows.Expand(stored.Type, stored.Data, stored.Columns, tensor.Write(1));
        return tensor;
    }

    public ITensor Create(int rows, int columns) => new CpuTensor(rows, columns);

    public IKeyValueStore CreateKeyValues(int layers, int blocks, int heads, int headSize) => new CpuKeyValues(layers, blocks, heads, headSize);

    public void BeginStep()
    {
    }

    public void EndStep()
    {
    }

    public void Embed(IMatrix table, ReadOnlySpan<int> tokens, ITensor output)
    {
        var (rows, target) = (Of(table), Of(output));
        Require(rows.Columns == target.Columns, "An embedding is as wide as its tensor.");
        var row = target.Write(tokens.Length);
        foreach (var token in tokens)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)token, (uint)rows.Rows, nameof(tokens));
            FloatRows.Expand(rows.Type, rows.Row(token), rows.Columns, row);
            row += target.Columns;
        }
    }

    public void RmsNorm(ITensor input, ITensor weight, float epsilon, int rows, ITensor output)
    {
        var (from, to, factors) = (Of(input), Of(output), Of(weight));
        Require(from.Columns == to.Columns && factors.Columns == from.Columns && rows <= from.Rows, "A norm is as wide as its rows.");
        Run(_rows.Prepare(RowsOperation.RmsNorm, from.Data, factors.Data, to.Write(rows), rows, from.Columns, epsilon));
    }

    public void RmsNormHeads(ITensor heads, ITensor weight, int headSize, float epsilon, int rows)
    {
        var (tensor, factors) = (Of(heads), Of(weight));
        Require(headSize > 0 && tensor.Columns % headSize == 0 && factors.Columns == headSize, "A norm is as wide as a head.");
        var data = tensor.Write(rows);
        Run(_rows.Prepare(RowsOperation.RmsNorm, data, factors.Data, data, rows * (tensor.Columns / headSize), headSize, epsilon));
    }

    public void Linear(IMatrix weight, ITensor? bias, ITensor input, int rows, ITensor output)
    {
        var (matrix, from, to, addend) = (Of(weight), Of(input), Of(output), bias is null ? null : Of(bias));
        Require(matrix.Columns == from.Columns && matrix.Rows == to.Columns && rows <= from.Rows, "A matrix fits its input and output.");
        Require(addend is null || addend.Columns == matrix.Rows, "A bias is as wide as its matrix has rows.");
        if (rows == 0) return;
        if (matrix.TakesQuantized) _team.Run(_quantize, _quantize.Prepare(from, rows), _threads);
        _team.Run(_linear, _linear.Prepare(matrix, addend, from, rows, to, _threads), _threads);
    }

    public void Rotate(ITensor heads, int headSize, ReadOnlySpan<int> positions, ReadOnlySpan<float> inverseFrequencies, float magnitude, bool interleaved)
    {
        var tensor = Of(heads);
        Require(headSize == 2 * inverseFrequencies.Length && tensor.Columns % headSize == 0, "A head has two entries for each frequency.");
        if (positions.IsEmpty) return;
        _rotation.Set(positions, inverseFrequencies, magnitude);
        Run(_rows.PrepareRotation(tensor.Write(positions.Length), positions.Length, tensor.Columns, _rotation, headSize, interleaved));
    }

    public void Store(IKeyValueStore store, int layer, ITensor keys, ITensor values, ReadOnlySpan<int> slots)
    {
        var (memory, from, other) = (Of(store), Of(keys), Of(values));
        Require(from.Columns == memory.Heads * memory.HeadSize && other.Columns == from.Columns, "Keys and values are as wide as their store.");
        Require(slots.Length <= from.Rows && slots.Length <= other.Rows, "There is a row for each slot.");
        var bytes = memory.HeadSize * sizeof(float);
        for (var row = 0; row < slots.Length; row++)
        {
            var (block, place) = (slots[row] / IKeyValueStore.BlockSize, slots[row] % IKeyValueStore.BlockSize * memory.HeadSize);
            for (var head = 0; head < memory.Heads; head++)
            {
                Unsafe.CopyBlockUnaligned(memory.Keys(layer, block, head) + place, from.Row(row) + head * memory.HeadSize, (uint)bytes);
                Unsafe.CopyBlockUnaligned(memory.Values(layer, block, head) + place, other.Row(row) + head * memory.HeadSize, (uint)bytes);
            }
        }
    }

    public void CopyBlock(IKeyValueStore store, int from, int to)
    {
        var memory = Of(store);
        var bytes = memory.BlockFloats * sizeof(float);
        for (var layer = 0; layer < memory.Layers; layer++) Buffer.MemoryCopy(memory.Block(layer, from), memory.Block(layer, to), bytes, bytes);
    }

    public void Attend(IKeyValueStore store, int layer, ITensor query, ReadOnlySpan<SequenceRows> sequences, float scale, ITensor output)
    {
        var (memory, from, to) = (Of(store), Of(query), Of(output));
        Require(from.Columns == to.Columns && from.Columns % (memory.Heads * memory.HeadSize) == 0, "Query heads are a multiple of the store's.");
        foreach (var sequence in sequences)
            Require((long)sequence.Blocks.Length * IKeyValueStore.BlockSize >= sequence.Position + sequence.Rows, "A block table covers its sequence.");
        var parts = _attend.Prepare(memory, layer, from, sequences, scale, to, _threads);
        _team.Run(_attend, parts, _attend.Bytes < SmallAttention ? 1 : _threads);
    }

    public void SiluMultiply(ITensor gate, ITensor up, int rows, ITensor output)
    {
        var (first, second, to) = (Of(gate), Of(up), Of(output));
        Require(first.Columns == second.Columns && first.Columns == to.Columns && rows <= first.Rows && rows <= second.Rows, "Gate and up are of one size.");
        Run(_rows.Prepare(RowsOperation.SiluMultiply, first.Data, second.Data, to.Write(rows), rows, first.Columns));
    }

    public void Add(ITensor target, ITensor addend, int rows)
    {
        var (to, from) = (Of(target), Of(addend));
        Require(to.Columns == from.Columns && rows <= from.Rows, "What is added is of one size.");
        var data = to.Write(rows);
        Run(_rows.Prepare(RowsOperation.Add, data, from.Data, data, rows, to.Columns));
    }

    public void Gather(ITensor input, ReadOnlySpan<int> rows, ITensor output)
    {
        var (from, to) = (Of(input), Of(output));
        Require(from.Columns == to.Columns, "Gathered rows are of one width.");
        var target = to.Write(rows.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)rows[i], (uint)from.Rows, nameof(rows));
            new ReadOnlySpan<float>(from.Row(rows[i]), from.Columns).CopyTo(new Span<float>(target + (long)i * to.Columns, to.Columns));
        }
    }

    public void Read(ITensor tensor, int rows, Span<float> destination)
    {
        var from = Of(tensor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, from.Rows);
        new ReadOnlySpan<float>(from.Data, checked(rows * from.Columns)).CopyTo(destination);
    }

    public void Dispose()
    {
        _linear.Dispose();
        _attend.Dispose();
    }

    private void Run(int parts) => _team.Run(_rows, parts, _threads);

    private static CpuTensor Of(ITensor tensor) => (CpuTensor)tensor;

    private static CpuMatrix Of(IMatrix matrix) => (CpuMatrix)matrix;

    private static CpuKeyValues Of(IKeyValueStore store) => (CpuKeyValues)store;

    /// <summary>Sizes are the decoder's to keep; a mistake in them must not write over memory.</summary>
    private static void Require(bool holds, string rule)
    {
        if (!holds) throw new ArgumentException(rule);
    }
}
