using Cocoon.Inference.Cpu.Backend;
using Cocoon.Inference.Cpu.Kernels;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Tests.Kernels;

public sealed class LinearTests
{
    public static TheoryData<string, int, int> Shapes => new()
    {
        { nameof(WeightType.F32), 37, 77 },
        { nameof(WeightType.F32), 400, 192 },
        { nameof(WeightType.F16), 33, 83 },
        { nameof(WeightType.BF16), 350, 259 },
        { nameof(WeightType.Q80), 37, 32 },
        { nameof(WeightType.Q80), 501, 608 },
        { nameof(WeightType.Q4K), 403, 768 },
        { nameof(WeightType.Q6K), 37, 512 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_row_has_the_same_bits_alone_and_in_every_batch_and_on_one_thread_and_on_many(string type, int rows, int columns)
    {
        using var weights = Weights.Random(Enum.Parse<WeightType>(type), rows, columns, seed: 1);
        var team = new ComputeTeam(3);
        using var single = new CpuBackend(1, team);
        using var shared = new CpuBackend(3, team);
        using var matrix = single.Load(weights.Stored);
        using var input = new Random(2).Tensor(single, 17, columns);
        using var bias = new Random(3).Tensor(single, 1, rows);
        using var one = single.Create(1, columns);
        using var alone = single.Create(1, rows);
        var expected = Enumerable.Range(0, 17).SelectMany(row =>
        {
            single.Gather(input, [row], one);
            single.Linear(matrix, bias, one, 1, alone);
            return alone.Floats(single);
        }).ToArray();
        for (var batch = 1; batch <= 17; batch++)
        {
            foreach (var backend in (CpuBackend[])[single, shared])
            {
                using var output = backend.Create(batch, rows);
                backend.Linear(matrix, bias, input, batch, output);
                output.Floats(backend).Should().Equal(expected[..(batch * rows)], "{0} rows on {1}", batch, backend == single ? "one thread" : "three");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Products_are_those_of_the_format_s_definition(string type, int rows, int columns)
    {
        using var weights = Weights.Random(Enum.Parse<WeightType>(type), rows, columns, seed: 4);
        using var backend = new CpuBackend(1);
        using var matrix = backend.Load(weights.Stored);
        using var input = new Random(5).Tensor(backend, 5, columns);
        using var output = backend.Create(5, rows);
        backend.Linear(matrix, null, input, 5, output);
        // Activations in bytes are off by half a step of 1/127 of their block's largest.
        var tolerance = type is nameof(WeightType.Q80) or nameof(WeightType.Q4K) ? 0.03 : 1e-5;
        var (given, actual) = (input.Floats(backend), output.Floats(backend));
        for (var i = 0; i < actual.Length; i++)
        {
            var products = Enumerable.Range(0, columns).Select(k => weights.Values[i % rows * columns + k] * given[i / rows * columns + k]).ToArray();
            var size = Math.Sqrt(products.Sum(product => product * product));
            actual[i].Should().BeApproximately((float)products.Sum(), (float)(tolerance * size));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Embeddings_are_rows_of_the_table(string type, int rows, int columns)
    {
        using var weights = Weights.Random(Enum.Parse<WeightType>(type), rows, columns, seed: 6);
        using var backend = new CpuBackend(1);
        using var table = backend.Load(weights.Stored);
        using var output = backend.Create(2, columns);
        backend.Embed(table, [rows - 1, 3], output);
        var expected = weights.Values[((rows - 1) * columns)..].Concat(weights.Values[(3 * columns)..(4 * columns)]).Select(value => (float)value);
        output.Floats(backend).Zip(expected).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) <= 1e-6f * Math.Max(1, Math.Abs(pair.Second)));
        backend.Invoking(b => b.Embed(table, [rows], output)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Fact]
    public void Quantised_rows_are_made_anew_when_their_tensor_was_written()
    {
        using var weights = Weights.Random(WeightType.Q80, 8, 64, seed: 7);
        using var backend = new CpuBackend(1);
        using var matrix = backend.Load(weights.Stored);
        using var input = new Random(8).Tensor(backend, 2, 64);
        using var output = backend.Create(2, 8);
        backend.Linear(matrix, null, input, 1, output);
        backend.Add(input, input, 2);
        backend.Linear(matrix, null, input, 2, output);
        var twice = output.Floats(backend);
        using var copy = backend.Create(2, 64);
        backend.Gather(input, [0, 1], copy);
        backend.Linear(matrix, null, copy, 2, output);
        twice.Should().Equal(output.Floats(backend));
    }

    [Fact]
    public void A_matrix_whose_bytes_do_not_fit_its_shape_is_refused()
    {
        using var weights = Weights.Random(WeightType.Q80, 4, 64, seed: 9);
        using var backend = new CpuBackend(1);
        backend.Invoking(b => b.Load(weights.Stored with { Rows = 5 })).Should().Throw<ArgumentException>();
        backend.Invoking(b => b.Load(weights.Stored with { Columns = 63 })).Should().Throw<ArgumentException>();
    }
}
