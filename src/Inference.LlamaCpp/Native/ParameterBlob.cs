using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Cocoon.Inference.LlamaCpp.Native;

/// <summary>
/// A parameter struct of the library's, passed by value. It grows from release to release, so room is left and only fields
/// whose place was checked are touched: see <see cref="LlamaLayout"/>. By the C calling conventions a struct of this size lies
/// in memory, and the library reads no further than its own size.
/// </summary>
[InlineArray(Size)]
internal struct ParameterBlob
{
    public const int Size = 512;

    private byte _first;

    public uint Get(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(this[offset..(offset + sizeof(uint))]);

    public void Set(int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(this[offset..(offset + sizeof(uint))], value);
}
