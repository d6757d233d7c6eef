using Cocoon.Inference.Cpu.Backend;
using Cocoon.Inference.Cpu.Kernels;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Tests.Kernels;

public sealed class AttentionTests
{
    private const int Tokens = 45;

    [Theory]
    [InlineData(2, 2, 64)]
    [InlineData(1, 6, 24)]
    [InlineData(3, 1, 8)]
    public void A_prompt_read_at_once_or_in_pieces_beside_another_has_the_same_bits_and_they_are_right(int heads, int group, int size)
    {
        using var backend = new CpuBackend(3, new ComputeTeam(3));
        using var store = backend.CreateKeyValues(2, 9, heads, size);
        using var keys = new Random(1).Tensor(backend, Tokens, heads * size);
        using var values = new Random(2).Tensor(backend, Tokens, heads * size);
        using var query = new Random(3).Tensor(backend, Tokens, heads * group * size);
        using var output = backend.Create(Tokens, heads * group * size);
        int[] blocks = [7, 2, 5];
        backend.Store(store, 1, keys, values, [.. Enumerable.Range(0, Tokens).Select(i => blocks[i / 16] * 16 + i % 16)]);
        backend.Attend(store, 1, query, [new SequenceRows(0, Tokens, 0, blocks)], 0.125f, output);
        var whole = output.Floats(backend);
        Softmax(keys.Floats(backend), values.Floats(backend), query.Floats(backend), heads, group, size)
            .Zip(whole).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-5);

        // The second half of the prompt as one slice, its first 18 rows as two "sequences" of the same blocks.
        backend.Attend(store, 1, query, [new SequenceRows(0, 1, 0, blocks), new SequenceRows(1, 17, 1, blocks), new SequenceRows(18, Tokens - 18, 18, blocks)], 0.125f, output);
        output.Floats(backend).Should().Equal(whole);
    }

    [Fact]
    public void A_copied_block_is_the_same_in_every_layer()
    {
        using var backend = new CpuBackend(1);
        using var store = backend.CreateKeyValues(2, 3, 2, 16);
        using var rows = new Random(4).Tensor(backend, 16, 32);
        using var query = new Random(5).Tensor(backend, 1, 32);
        using var output = backend.Create(1, 32);
        for (var layer = 0; layer < 2; layer++) backend.Store(store, layer, rows, rows, [.. Enumerable.Range(16, 16)]);
        backend.CopyBlock(store, 1, 2);
        for (var layer = 0; layer < 2; layer++)
        {
            backend.Attend(store, layer, query, [new SequenceRows(0, 1, 15, new[] { 1 })], 1, output);
            var original = output.Floats(backend);
            backend.Attend(store, layer, query, [new SequenceRows(0, 1, 15, new[] { 2 })], 1, output);
            output.Floats(backend).Should().Equal(original);
        }
    }

    private static IEnumerable<double> Softmax(float[] keys, float[] values, float[] queries, int heads, int group, int size)
    {
        for (var row = 0; row < Tokens; row++)
        {
            for (var head = 0; head < heads * group; head++)
            {
                var scores = Enumerable.Range(0, row + 1)
                    .Select(p => 0.125 * Enumerable.Range(0, size).Sum(k => (double)keys[(p * heads + head / group) * size + k] * queries[(row * heads * group + head) * size + k]))
                    .Select(Math.Exp).ToArray();
                for (var k = 0; k < size; k++) yield return scores.Select((score, p) => score * values[(p * heads + head / group) * size + k]).Sum() / scores.Sum();
            }
        }
    }
}
