using System.Numerics;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Tests.Decoding.Reference;

/// <summary>Each operation in plain loops with sums in double precision, one row after the other: what other backends are held against.</summary>
/// <param name="beforeAttending">Called before each attention; may throw.</param>
internal sealed class ReferenceBackend(Action? beforeAttending = null) : ITensorBackend
{
    private double[] _scores = new double[256];
    private double[] _mixed = new double[256];

    public string Name => "reference";

    public string PrecisionOf(string quantization) => "fp32";

    public IMatrix Load(StoredTensor matrix) => new ReferenceMatrix(matrix);

    public ITensor LoadVector(StoredTensor vector)
    {
        var tensor = new ReferenceTensor(1, vector.Columns);
        StoredFloats.Of(vector).CopyTo(tensor.Data, 0);
        return tensor;
    }

    public ITensor Create(int rows, int columns) => new ReferenceTensor(rows, columns);

    public IKeyValueStore CreateKeyValues(int layers, int blocks, int heads, int headSize) => new ReferenceKeyValues(layers, blocks, heads, headSize);

    public void BeginStep()
    {
    }

    public void EndStep()
    {
    }

    public void Embed(IMatrix table, ReadOnlySpan<int> tokens, ITensor output)
    {
        for (var row = 0; row < tokens.Length; row++) ((ReferenceMatrix)table).Row(tokens[row]).CopyTo(Row(output, row));
    }

    public void RmsNorm(ITensor input, ITensor weight, float epsilon, int rows, ITensor output)
    {
        for (var row = 0; row < rows; row++) Normalize(Row(input, row), Row(weight, 0), epsilon, Row(output, row));
    }

    public void RmsNormHeads(ITensor heads, ITensor weight, int headSize, float epsilon, int rows)
    {
        for (var row = 0; row < rows; row++)
            for (var start = 0; start < heads.Columns; start += headSize)
            {
                var head = Row(heads, row).Slice(start, headSize);
                Normalize(head, Row(weight, 0), epsilon, head);
            }
    }

    public void Linear(IMatrix weight, ITensor? bias, ITensor input, int rows, ITensor output)
    {
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < weight.Rows; column++)
            {
                var start = bias is null ? 0 : Row(bias, 0)[column];
                Row(output, row)[column] = (float)(start + Dot(((ReferenceMatrix)weight).Row(column), Row(input, row)));
            }
    }

    public void Rotate(ITensor heads, int headSize, ReadOnlySpan<int> positions, ReadOnlySpan<float> inverseFrequencies, float magnitude, bool interleaved)
    {
        for (var row = 0; row < positions.Length; row++)
            for (var pair = 0; pair < headSize / 2; pair++)
            {
                // The angle in single precision, as the models were trained.
                var (sin, cos) = Math.SinCos(positions[row] * inverseFrequencies[pair]);
                var (first, second) = interleaved ? (2 * pair, 2 * pair + 1) : (pair, pair + headSize / 2);
                for (var start = 0; start < heads.Columns; start += headSize)
                {
                    var head = Row(heads, row).Slice(start, headSize);
                    var (x, y) = ((double)head[first], (double)head[second]);
                    head[first] = (float)(magnitude * (x * cos - y * sin));
                    head[second] = (float)(magnitude * (y * cos + x * sin));
                }
            }
    }

    public void Store(IKeyValueStore store, int layer, ITensor keys, ITensor values, ReadOnlySpan<int> slots)
    {
        for (var row = 0; row < slots.Length; row++)
        {
            Row(keys, row).CopyTo(((ReferenceKeyValues)store).Key(layer, slots[row]));
            Row(values, row).CopyTo(((ReferenceKeyValues)store).Value(layer, slots[row]));
        }
    }

    public void CopyBlock(IKeyValueStore store, int from, int to)
    {
        var data = (ReferenceKeyValues)store;
        for (var layer = 0; layer < data.Count; layer++)
            for (var place = 0; place < IKeyValueStore.BlockSize; place++)
            {
                data.Key(layer, from * IKeyValueStore.BlockSize + place).CopyTo(data.Key(layer, to * IKeyValueStore.BlockSize + place));
                data.Value(layer, from * IKeyValueStore.BlockSize + place).CopyTo(data.Value(layer, to * IKeyValueStore.BlockSize + place));
            }
    }

    public void Attend(IKeyValueStore store, int layer, ITensor query, ReadOnlySpan<SequenceRows> sequences, float scale, ITensor output)
    {
        beforeAttending?.Invoke();
        var data = (ReferenceKeyValues)store;
        foreach (var sequence in sequences)
            for (var row = 0; row < sequence.Rows; row++)
                for (var head = 0; head < query.Columns / data.HeadSize; head++)
                    AttendHead(
                        data, layer, sequence.Blocks.Span, sequence.Position + row, head, scale,
                        Row(query, sequence.FirstRow + row), Row(output, sequence.FirstRow + row));
    }

    public void SiluMultiply(ITensor gate, ITensor up, int rows, ITensor output)
    {
        for (var row = 0; row < rows; row++)
            for (var i = 0; i < gate.Columns; i++)
                Row(output, row)[i] = (float)(Row(gate, row)[i] / (1 + Math.Exp(-Row(gate, row)[i])) * Row(up, row)[i]);
    }

    public void Add(ITensor target, ITensor addend, int rows)
    {
        for (var row = 0; row < rows; row++)
            for (var i = 0; i < target.Columns; i++)
                Row(target, row)[i] += Row(addend, row)[i];
    }

    public void Gather(ITensor input, ReadOnlySpan<int> rows, ITensor output)
    {
        for (var i = 0; i < rows.Length; i++) Row(input, rows[i]).CopyTo(Row(output, i));
    }

    public void Read(ITensor tensor, int rows, Span<float> destination) => ((ReferenceTensor)tensor).Data.AsSpan(0, rows * tensor.Columns).CopyTo(destination);

    public void Dispose()
    {
    }

    private void AttendHead(
        ReferenceKeyValues data, int layer, ReadOnlySpan<int> blocks, int position, int head, float scale, ReadOnlySpan<float> query, Span<float> output)
    {
        var size = data.HeadSize;
        var from = head / (query.Length / (data.Heads * size)) * size;
        if (_scores.Length <= position) Array.Resize(ref _scores, 2 * position + 1);
        if (_mixed.Length < size) Array.Resize(ref _mixed, size);

        var largest = double.NegativeInfinity;
        for (var past = 0; past <= position; past++)
        {
            _scores[past] = scale * Dot(query.Slice(head * size, size), data.Key(layer, Slot(blocks, past)).Slice(from, size));
            largest = Math.Max(largest, _scores[past]);
        }
        var sum = 0.0;
        var mixed = _mixed.AsSpan(0, size);
        mixed.Clear();
        for (var past = 0; past <= position; past++)
        {
            var weight = Math.Exp(_scores[past] - largest);
            var value = data.Value(layer, Slot(blocks, past)).Slice(from, size);
            sum += weight;
            for (var i = 0; i < size; i++) mixed[i] += weight * value[i];
        }
        for (var i = 0; i < size; i++) output[head * size + i] = (float)(mixed[i] / sum);
    }

    private static int Slot(ReadOnlySpan<int> blocks, int position) =>
        blocks[position / IKeyValueStore.BlockSize] * IKeyValueStore.BlockSize + position % IKeyValueStore.BlockSize;

    private static void Normalize(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, float epsilon, Span<float> output)
    {
        var scale = 1 / Math.Sqrt(Dot(input, input) / input.Length + epsilon);
        for (var i = 0; i < input.Length; i++) output[i] = (float)(input[i] * scale * weight[i]);
    }

    /// <summary>Some entries at a time, or the golden tokens take half a minute.</summary>
    private static double Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        var (low, high, i) = (Vector<double>.Zero, Vector<double>.Zero, 0);
        for (; i + Vector<float>.Count <= left.Length; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(left[i..]), out var leftLow, out var leftHigh);
            Vector.Widen(new Vector<float>(right[i..]), out var rightLow, out var rightHigh);
            low += leftLow * rightLow;
            high += leftHigh * rightHigh;
        }
        var sum = Vector.Sum(low + high);
        for (; i < left.Length; i++) sum += (double)left[i] * right[i];
        return sum;
    }

    private static Span<float> Row(ITensor tensor, int row) => ((ReferenceTensor)tensor).Row(row);
}
