using System.Runtime.Intrinsics;

namespace Cocoon.Inference.Cpu.Kernels;

/// <summary>A stored form whose entries become 32-bit floats one by one and exactly.</summary>
internal unsafe interface IFloatForm
{
    /// <summary>Bytes of an entry.</summary>
    static abstract int Size { get; }

    /// <summary>Sixteen entries.</summary>
    static abstract Vector512<float> Load(byte* source);

    /// <summary>The first <paramref name="count"/> entries (below 16) and zeros.</summary>
    static abstract Vector512<float> LoadPart(byte* source, int count);
}
