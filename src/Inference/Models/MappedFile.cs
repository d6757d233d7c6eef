using System.IO.MemoryMappedFiles;
using Microsoft.Win32.SafeHandles;

namespace Cocoon.Inference.Models;

/// <summary>A file of weights, mapped read-only. Its memory is valid until it is disposed. Thread-safe but for that.</summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    /// <exception cref="ModelFileException">The file is missing, empty or cannot be read.</exception>
    public MappedFile(string path)
    {
        Path = path;
        Length = ModelFiles.LengthOf(path);
        try
        {
            _handle = File.OpenHandle(path);
            _file = MemoryMappedFile.CreateFromFile(_handle, mapName: null, capacity: 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _file?.Dispose();
            _handle?.Dispose();
            throw new ModelFileException($"The model file '{path}' cannot be read: {e.Message}", e);
        }
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _start);
    }

    public string Path { get; }

    /// <summary>In bytes.</summary>
    public long Length { get; }

    public nint Address(long offset) => (nint)(_start + offset);

    public ReadOnlySpan<byte> Span(long offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
        return new ReadOnlySpan<byte>(_start + offset, length);
    }

    /// <summary>Fills the buffer from the file itself.</summary>
    /// <exception cref="ModelFileException">The file is shorter now, or cannot be read.</exception>
    public int Read(Span<byte> buffer, long offset)
    {
        try
        {
            return RandomAccess.Read(_handle, buffer, offset) is var bytes and > 0 ? bytes : throw new ModelFileException($"The model file '{Path}' is cut off.");
        }
        catch (IOException e)
        {
            throw new ModelFileException($"The model file '{Path}' cannot be read: {e.Message}", e);
        }
    }

    public void Dispose()
    {
        if (_view.SafeMemoryMappedViewHandle.IsClosed) return;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
        _handle.Dispose();
    }
}
