using Cocoon.Inference.Cpu.Backend;
using Cocoon.Inference.Cpu.Kernels;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Tests.Kernels;

public sealed class RowsTests
{
    [Theory]
    [InlineData(3, 40)]
    [InlineData(70, 512)]
    public void Norms_gates_and_sums_are_right_row_by_row(int rows, int columns)
    {
        using var backend = new CpuBackend(3, new ComputeTeam(3));
        using var first = new Random(1).Tensor(backend, rows, columns);
        using var second = new Random(2).Tensor(backend, rows, columns);
        using var weight = new Random(3).Tensor(backend, 1, columns);
        using var output = backend.Create(rows, columns);
        var (x, y, w) = (first.Floats(backend), second.Floats(backend), weight.Floats(backend));

        backend.RmsNorm(first, weight, 1e-5f, rows, output);
        var lengths = x.Chunk(columns).Select(row => Math.Sqrt(row.Sum(v => (double)v * v) / columns + 1e-5)).ToArray();
        Near(output, x.Select((v, i) => w[i % columns] * v / lengths[i / columns]), backend);

        backend.SiluMultiply(first, second, rows, output);
        Near(output, x.Select((v, i) => v / (1 + Math.Exp(-v)) * y[i]), backend);

        backend.Add(first, second, rows);
        Near(first, x.Select((v, i) => (double)v + y[i]), backend);
    }

    [Theory]
    [InlineData(false, 64)]
    [InlineData(true, 64)]
    [InlineData(false, 10)]
    public void Heads_turn_by_their_positions(bool interleaved, int size)
    {
        using var backend = new CpuBackend(1);
        using var heads = new Random(4).Tensor(backend, 2, 3 * size);
        var x = heads.Floats(backend);
        var frequencies = Enumerable.Range(0, size / 2).Select(i => MathF.Pow(100, -2f * i / size)).ToArray();
        int[] positions = [0, 7];
        backend.Rotate(heads, size, positions, frequencies, 1.5f, interleaved);
        Near(heads, x.Select((v, i) =>
        {
            var (start, within) = (i / size * size, i % size);
            var pair = interleaved ? within / 2 : within % (size / 2);
            var (a, b) = interleaved ? (start + 2 * pair, start + 2 * pair + 1) : (start + pair, start + pair + size / 2);
            var angle = positions[i / (3 * size)] * frequencies[pair];
            return 1.5 * (i == a ? x[a] * Math.Cos(angle) - x[b] * Math.Sin(angle) : x[b] * Math.Cos(angle) + x[a] * Math.Sin(angle));
        }), backend);

        // The next layer, and then the next step, whose positions are others.
        backend.Rotate(heads, size, [0, 0], frequencies, 1 / 1.5f, interleaved);
        heads.Floats(backend)[..(3 * size)].Zip(x).Should().OnlyContain(pair => MathF.Abs(pair.First - pair.Second) < 1e-5f);
    }

    [Fact]
    public void Heads_are_normalised_one_by_one()
    {
        using var backend = new CpuBackend(1);
        using var heads = new Random(5).Tensor(backend, 2, 96);
        using var weight = new Random(6).Tensor(backend, 1, 32);
        var (x, w) = (heads.Floats(backend), weight.Floats(backend));
        backend.RmsNormHeads(heads, weight, 32, 1e-6f, 2);
        var lengths = x.Chunk(32).Select(head => Math.Sqrt(head.Sum(v => (double)v * v) / 32 + 1e-6)).ToArray();
        Near(heads, x.Select((v, i) => w[i % 32] * v / lengths[i / 32]), backend);
    }

    [Fact]
    public void A_tensor_that_does_not_fit_is_refused_before_memory_is_touched()
    {
        using var backend = new CpuBackend(1);
        using var tensor = backend.Create(2, 32);
        using var other = backend.Create(2, 16);
        backend.Invoking(b => b.Add(tensor, other, 1)).Should().Throw<ArgumentException>();
        backend.Invoking(b => b.Add(tensor, tensor, 3)).Should().Throw<ArgumentException>();
        using var store = backend.CreateKeyValues(1, 2, 2, 16);
        backend.Invoking(b => b.Store(store, 0, tensor, tensor, [32])).Should().Throw<ArgumentOutOfRangeException>();
        backend.Invoking(b => b.Attend(store, 0, tensor, [new SequenceRows(0, 1, 16, new[] { 0 })], 1, tensor)).Should().Throw<ArgumentException>();
    }

    private static void Near(ITensor actual, IEnumerable<double> expected, CpuBackend backend) =>
        actual.Floats(backend).Zip(expected).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-5 * Math.Max(1, Math.Abs(pair.Second)));
}
