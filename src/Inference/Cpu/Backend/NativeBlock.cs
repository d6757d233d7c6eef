using System.Runtime.InteropServices;

namespace Cocoon.Inference.Cpu.Backend;

/// <summary>Memory outside the managed heap, aligned to cache lines. Its bytes are undefined at first. Not thread-safe.</summary>
internal sealed unsafe class NativeBlock : IDisposable
{
    private const int CacheLine = 64;

    private byte* _start;

    /// <param name="bytes">Length; 1 or more.</param>
    public NativeBlock(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        Bytes = bytes;
        // A page is the smallest thing that can be asked to be a large one.
        var alignment = bytes >= PageAdvice.HugePage ? PageAdvice.HugePage : CacheLine;
        _start = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, (nuint)alignment);
        GC.AddMemoryPressure(bytes);
        if (bytes >= PageAdvice.HugePage) PageAdvice.UseHugePages(_start, bytes);
    }

    ~NativeBlock() => Free();

    public long Bytes { get; }

    /// <exception cref="ObjectDisposedException">It was freed.</exception>
    public byte* Start
    {
        get
        {
            ObjectDisposedException.ThrowIf(_start is null, this);
            return _start;
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_start is null) return;
        NativeMemory.AlignedFree(_start);
        _start = null;
        GC.RemoveMemoryPressure(Bytes);
    }
}
