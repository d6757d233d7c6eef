using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cocoon.Bench.Inference;

/// <summary>Reads 1 GiB once, which is more than any cache holds: what memory gives, and decoding at most can have.</summary>
internal sealed unsafe class BandwidthProbe : IDisposable
{
    private const long Bytes = 1L << 30;

    private readonly byte* _memory = (byte*)NativeMemory.AlignedAlloc((nuint)Bytes, 2 << 20);

    public BandwidthProbe() => NativeMemory.Fill(_memory, (nuint)Bytes, 1);

    /// <summary>GB/s of so many threads.</summary>
    public double Measure(int threads)
    {
        var part = Bytes / threads;
        var start = Stopwatch.GetTimestamp();
        var readers = Enumerable.Range(0, threads).Select(number => new Thread(() => GC.KeepAlive(Read(number * part, part)))).ToList();
        readers.ForEach(reader => reader.Start());
        readers.ForEach(reader => reader.Join());
        return Bytes / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9;
    }

    public void Dispose() => NativeMemory.AlignedFree(_memory);

    private float Read(long first, long count)
    {
        Vector512<float> a = default, b = default, c = default, d = default;
        for (var p = (float*)(_memory + first); p < _memory + first + count; p += 64)
        {
            a += Vector512.Load(p);
            b += Vector512.Load(p + 16);
            c += Vector512.Load(p + 32);
            d += Vector512.Load(p + 48);
        }
        return Vector512.Sum(a + b + (c + d));
    }
}
