using System.Runtime.InteropServices;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Tests.Decoding;

/// <summary>
/// What every backend's operations must give: straightforward mathematics within the tolerance of their precision class, and
/// the same bits for a row whatever stands beside it. A backend's test class inherits this.
/// </summary>
public abstract class BackendConformance : IDisposable
{
    private readonly MemoryWeights _weights = new();
    private readonly ITensorBackend _backend;
    private int _names;

    protected BackendConformance() => _backend = Create();

    public static TheoryData<WeightType, int> Stored => new()
    {
        { WeightType.F32, 37 }, { WeightType.F32, 128 }, { WeightType.F16, 96 }, { WeightType.BF16, 96 },
        { WeightType.Q80, 32 }, { WeightType.Q80, 160 }, { WeightType.Q80, 1024 }, { WeightType.Q4K, 512 }, { WeightType.Q6K, 512 },
    };

    /// <summary>Whether a row's bits are promised not to depend on the rows beside it.</summary>
    protected virtual bool IsBatchInvariant => true;

    protected abstract ITensorBackend Create();

    [Theory]
    [MemberData(nameof(Stored))]
    public void Embedding_gives_rows_of_the_table(WeightType type, int columns)
    {
        var table = new RandomWeight(type, 19 * columns, seed: 1);
        using var matrix = Load(type, 19, columns, table.Bytes);
        int[] tokens = [18, 0, 7, 7, 3];

        var rows = Compute(tokens.Length, columns, output => _backend.Embed(matrix, tokens, output));

        var tolerance = Tolerance(type is WeightType.F32 or WeightType.F16 or WeightType.BF16 ? Name(type) : "f32");
        for (var i = 0; i < tokens.Length; i++) Near(Part(rows, i, columns), Part(table.Values, tokens[i], columns), tolerance);
    }

    [Theory]
    [MemberData(nameof(Stored))]
    public void Linear_layers_multiply_and_add(WeightType type, int columns)
    {
        const int Outputs = 45;
        const int Rows = 19;
        var weight = new RandomWeight(type, Outputs * columns, seed: 2);
        using var matrix = Load(type, Outputs, columns, weight.Bytes);
        using var bias = Vector(Outputs, seed: 3, out var offsets);
        using var input = Input(Rows, columns, seed: 4, out var inputs);

        foreach (var biased in new[] { false, true })
        {
            var output = Compute(Rows, Outputs, result => _backend.Linear(matrix, biased ? bias : null, input, Rows, result));

            // Rounding of inputs or weights shows in a sum of products by their norms over the root of their number.
            var worst = 0.0;
            for (var row = 0; row < Rows; row++)
                for (var i = 0; i < Outputs; i++)
                {
                    var (x, w) = (Part(inputs, row, columns), Part(weight.Values, i, columns));
                    var unit = 1 + Math.Sqrt(Dot(x, x) * Dot(w, w) / columns);
                    var expected = Dot(x, w) + (biased ? offsets[i] : 0);
                    var error = Math.Abs(output[row * Outputs + i] - expected) / unit;
                    worst = Math.Max(worst, error);
                }
            (worst <= Tolerance(Name(type))).Should().BeTrue("the worst error is {0}", worst);
        }
    }

    [Theory]
    [MemberData(nameof(Stored))]
    public void Linear_layers_give_a_row_the_same_bits_in_any_company(WeightType type, int columns)
    {
        if (!IsBatchInvariant) return;
        const int Outputs = 45;
        const int Rows = 19;
        using var matrix = Load(type, Outputs, columns, new RandomWeight(type, Outputs * columns, seed: 2).Bytes);
        using var bias = Vector(Outputs, seed: 3, out _);
        using var input = Input(Rows, columns, seed: 4, out _);
        var together = Compute(Rows, Outputs, result => _backend.Linear(matrix, bias, input, Rows, result));

        for (var count = 1; count <= 18; count++)
        {
            var first = Rows - count;
            var output = Compute(count, Outputs, result =>
            {
                using var some = _backend.Create(count, columns);
                _backend.Gather(input, [.. Enumerable.Range(first, count)], some);
                _backend.Linear(matrix, bias, some, count, result);
            });
            output.AsSpan().SequenceEqual(together.AsSpan(first * Outputs)).Should().BeTrue("{0} rows at once change nothing", count);
        }
    }

    [Theory]
    [InlineData(1, 64)]
    [InlineData(7, 37)]
    public void Norms_scale_rows_to_their_weight(int rows, int columns)
    {
        using var weight = Vector(columns, seed: 5, out var factors);
        using var input = Input(rows, columns, seed: 6, out var inputs);

        var output = Compute(rows, columns, result => _backend.RmsNorm(input, weight, 1e-3f, rows, result));

        for (var row = 0; row < rows; row++) Near(Part(output, row, columns), Normalize(Part(inputs, row, columns), factors, 1e-3), Tolerance("f32"));
    }

    [Fact]
    public void Norms_of_heads_work_in_place()
    {
        const int Rows = 3;
        const int HeadSize = 20;
        using var weight = Vector(HeadSize, seed: 7, out var factors);
        using var heads = Input(Rows, 5 * HeadSize, seed: 8, out var inputs);

        Step(() => _backend.RmsNormHeads(heads, weight, HeadSize, 1e-6f, Rows));

        var output = ReadAll(heads);
        for (var head = 0; head < Rows * 5; head++)
            Near(Part(output, head, HeadSize), Normalize(Part(inputs, head, HeadSize), factors, 1e-6), Tolerance("f32"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Heads_are_rotated_by_their_positions(bool interleaved)
    {
        const int HeadSize = 12;
        const float Magnitude = 1.25f;
        int[] positions = [0, 5, 6, 4000, 1];
        float[] frequencies = [1, 0.4f, 0.1f, 0.03f, 0.007f, 0.0009f];
        using var heads = Input(positions.Length, 3 * HeadSize, seed: 9, out var inputs);

        Step(() => _backend.Rotate(heads, HeadSize, positions, frequencies, Magnitude, interleaved));

        var output = ReadAll(heads);
        for (var start = 0; start < output.Length; start += HeadSize)
            for (var pair = 0; pair < frequencies.Length; pair++)
            {
                var (first, second) = interleaved ? (start + 2 * pair, start + 2 * pair + 1) : (start + pair, start + pair + frequencies.Length);
                var turned = new System.Numerics.Complex(inputs[first], inputs[second])
                    * System.Numerics.Complex.FromPolarCoordinates(Magnitude, positions[start / (3 * HeadSize)] * frequencies[pair]);
                // Backends may round the angle to single precision: 4000 radians then are off by a ten-thousandth.
                Near([output[first], output[second]], [(float)turned.Real, (float)turned.Imaginary], 20 * Tolerance("f32"));
            }
    }

    [Theory]
    [InlineData(6, 2, 16)]
    [InlineData(4, 4, 10)]
    [InlineData(8, 1, 64)]
    public void Rows_attend_to_their_own_past(int heads, int keyValueHeads, int headSize)
    {
        using var cache = new ConformanceCache(_backend, _weights, keyValueHeads, headSize);
        using var query = Input(ConformanceCache.Rows, heads * headSize, seed: 10, out var queries);

        var output = Compute(ConformanceCache.Rows, heads * headSize, result => cache.Attend(query, cache.Sequences, result));

        foreach (var sequence in cache.Sequences)
            for (var row = sequence.FirstRow; row < sequence.FirstRow + sequence.Rows; row++)
                for (var head = 0; head < heads; head++)
                    Near(
                        Part(output, row * heads + head, headSize),
                        cache.Expected(Part(queries, row * heads + head, headSize), sequence, sequence.Position + row - sequence.FirstRow, head / (heads / keyValueHeads)),
                        2 * Tolerance("f32"));
    }

    [Fact]
    public void Attention_gives_a_row_the_same_bits_in_any_company()
    {
        if (!IsBatchInvariant) return;
        const int Width = 6 * 16;
        using var cache = new ConformanceCache(_backend, _weights, 2, 16);
        using var query = Input(ConformanceCache.Rows, Width, seed: 10, out _);
        var together = Compute(ConformanceCache.Rows, Width, result => cache.Attend(query, cache.Sequences, result));

        var alone = Compute(ConformanceCache.Rows, Width, result =>
        {
            foreach (var sequence in cache.Sequences)
                for (var row = 0; row < sequence.Rows; row++)
                    cache.Attend(query, [sequence with { FirstRow = sequence.FirstRow + row, Rows = 1, Position = sequence.Position + row }], result);
        });

        alone.AsSpan().SequenceEqual(together).Should().BeTrue();
    }

    [Fact]
    public void A_copied_block_holds_the_same_keys_and_values_in_all_layers()
    {
        using var cache = new ConformanceCache(_backend, _weights, 2, 16);
        using var query = Input(ConformanceCache.Rows, 64, seed: 11, out _);
        var before = Compute(ConformanceCache.Rows, 64, result => cache.Attend(query, cache.Sequences, result));

        Step(() => cache.MoveAll());

        Compute(ConformanceCache.Rows, 64, result => cache.Attend(query, cache.Sequences, result)).AsSpan().SequenceEqual(before).Should().BeTrue();
    }

    [Fact]
    public void Elements_are_gated_added_and_gathered()
    {
        const int Rows = 5;
        const int Columns = 37;
        using var gate = Input(Rows, Columns, seed: 12, out var gates, scale: 20);
        using var up = Input(Rows, Columns, seed: 13, out var ups);

        var gated = Compute(Rows, Columns, result => _backend.SiluMultiply(gate, up, Rows, result));
        var gathered = Compute(3, Columns, result => _backend.Gather(gate, [4, 0, 4], result));
        Step(() => _backend.Add(up, gate, Rows - 1));

        Near(gated, [.. gates.Zip(ups, (x, y) => (float)(x / (1 + Math.Exp(-x)) * y))], Tolerance("f32"));
        gathered.Should().Equal([.. Part(gates, 4, Columns), .. Part(gates, 0, Columns), .. Part(gates, 4, Columns)]);
        Near(ReadAll(up), [.. gates.Zip(ups, (x, y) => x + y).Take((Rows - 1) * Columns), .. Part(ups, Rows - 1, Columns)], Tolerance("f32"));
    }

    public void Dispose()
    {
        _backend.Dispose();
        _weights.Dispose();
        GC.SuppressFinalize(this);
    }

    private static string Name(WeightType type) => type switch { WeightType.Q80 => "q8_0", WeightType.Q4K => "q4_k", WeightType.Q6K => "q6_k", _ => $"{type}".ToLowerInvariant() };

    private double Tolerance(string quantization) => _backend.PrecisionOf(quantization) switch
    {
        "fp32" => 1e-5,
        "fp16" => 5e-3,
        // Inputs are rounded to 8 bits in blocks: half a step of the largest, four times the deviation of that.
        "int8" => 3e-2,
        "bf16" => 3e-2,
        var other => throw new InvalidOperationException($"The precision class '{other}' is not known."),
    };

    private IMatrix Load(WeightType type, int rows, int columns, ReadOnlySpan<byte> bytes) => _backend.Load(_weights.Add($"{_names++}", type, rows, columns, bytes));

    private ITensor Vector(int columns, int seed, out float[] values)
    {
        values = new RandomWeight(WeightType.BF16, columns, seed).Values;
        return _backend.LoadVector(_weights.Add($"{_names++}", 1, columns, values));
    }

    /// <summary>Rows as the backend holds them: its own rounding of them is not judged.</summary>
    private ITensor Input(int rows, int columns, int seed, out float[] values, float scale = 2)
    {
        var drawn = new RandomWeight(WeightType.F32, rows * columns, seed).Values.Select(value => value * scale).ToArray();
        using var table = Load(WeightType.F32, rows, columns, MemoryMarshal.AsBytes(drawn.AsSpan()));
        var tensor = _backend.Create(rows, columns);
        Step(() => _backend.Embed(table, [.. Enumerable.Range(0, rows)], tensor));
        values = ReadAll(tensor);
        return tensor;
    }

    private float[] Compute(int rows, int columns, Action<ITensor> operation)
    {
        using var output = _backend.Create(rows, columns);
        Step(() => operation(output));
        return ReadAll(output);
    }

    private float[] ReadAll(ITensor tensor)
    {
        var values = new float[tensor.Rows * tensor.Columns];
        _backend.Read(tensor, tensor.Rows, values);
        return values;
    }

    private void Step(Action operations)
    {
        _backend.BeginStep();
        operations();
        _backend.EndStep();
    }

    private static float[] Normalize(float[] input, float[] weight, double epsilon) =>
        [.. input.Zip(weight, (x, w) => (float)(x * w / Math.Sqrt(Dot(input, input) / input.Length + epsilon)))];

    private static double Dot(float[] left, float[] right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++) sum += (double)left[i] * right[i];
        return sum;
    }

    private static float[] Part(float[] values, int index, int size) => values.AsSpan(index * size, size).ToArray();

    private static void Near(float[] actual, float[] expected, double tolerance)
    {
        actual.Should().HaveSameCount(expected);
        var far = Enumerable.Range(0, actual.Length).Where(i => !(Math.Abs(actual[i] - expected[i]) <= tolerance * (1 + Math.Abs(expected[i])))).ToList();
        far.Should().BeEmpty("{0} entries are within {1}", actual.Length, tolerance);
    }
}
