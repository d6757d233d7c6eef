using Cocoon.Inference.Cpu.Backend;
using Cocoon.Inference.Cpu.Kernels;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Tests.Kernels;

public sealed class AllocationTests
{
    [Fact]
    public void No_operation_allocates_on_any_thread_once_it_was_done()
    {
        var team = new ComputeTeam(2) { AlwaysShares = true };
        using var backend = new CpuBackend(2, team);
        using var floats = Weights.Random(WeightType.BF16, 512, 256, seed: 1);
        using var bytes = Weights.Random(WeightType.Q80, 512, 256, seed: 2);
        using var matrix = backend.Load(floats.Stored);
        using var quantised = backend.Load(bytes.Stored);
        using var norm = new Random(3).Tensor(backend, 1, 256);
        using var hidden = backend.Create(9, 256);
        using var other = backend.Create(9, 256);
        using var wide = backend.Create(9, 512);
        using var store = backend.CreateKeyValues(1, 4, 2, 128);
        int[] slots = [.. Enumerable.Range(0, 9)];
        int[] blocks = [0];
        var frequencies = new float[64];
        var meter = new Meter();

        var before = 0L;
        for (var round = 0; round < 3; round++)
        {
            if (round == 2) before = meter.Allocated(team);
            else meter.Allocated(team);
            foreach (var rows in (ReadOnlySpan<int>)[1, 9])
            {
                backend.BeginStep();
                backend.Embed(matrix, slots.AsSpan(0, rows), hidden);
                backend.RmsNorm(hidden, norm, 1e-5f, rows, other);
                backend.RmsNormHeads(other, norm, 256, 1e-5f, rows);
                backend.Linear(matrix, null, other, rows, wide);
                backend.Linear(quantised, null, other, rows, wide);
                backend.Rotate(hidden, 128, slots.AsSpan(0, rows), frequencies, 1, interleaved: false);
                backend.Store(store, 0, hidden, hidden, slots.AsSpan(0, rows));
                backend.Attend(store, 0, hidden, [new SequenceRows(0, rows, 0, blocks)], 1, other);
                backend.SiluMultiply(hidden, other, rows, hidden);
                backend.Add(other, hidden, rows);
                backend.EndStep();
            }
        }
        (meter.Allocated(team) - before).Should().Be(0);
    }

    /// <summary>Asks both threads of a team what they have allocated so far.</summary>
    private sealed class Meter : ComputeJob
    {
        private int _arrived;
        private long _bytes;

        public long Allocated(ComputeTeam team)
        {
            (_arrived, _bytes) = (0, 0);
            team.Run(this, 2, 2);
            return _bytes;
        }

        public override void Run(int part, int worker)
        {
            // Neither may take the other's part.
            Interlocked.Increment(ref _arrived);
            while (Volatile.Read(ref _arrived) < 2) Thread.Yield();
            Interlocked.Add(ref _bytes, GC.GetAllocatedBytesForCurrentThread());
        }
    }
}
