using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;

namespace Cocoon.Inference.LlamaCpp.Child;

/// <summary>
/// Memory of both processes, into which the child writes logits and hidden states: they are too many for a pipe. A file of
/// the user alone, in memory, without a name as soon as both have it. Not thread-safe.
/// </summary>
internal sealed unsafe class SharedFloats : IDisposable
{
    private const string MemoryFolder = "/dev/shm";

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly float* _start;
    private readonly int _count;

    private SharedFloats(string path, int count, FileStreamOptions options)
    {
        Path = path;
        _count = count;
        _file = MemoryMappedFile.CreateFromFile(new FileStream(path, options), null, (long)count * sizeof(float), MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor();
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = (float*)start;
    }

    public string Path { get; }

    /// <summary>A part of the memory.</summary>
    public Span<float> Slice(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)start + count, _count);
        return new Span<float>(_start + start, count);
    }

    public static SharedFloats Create(int count)
    {
        var folder = Directory.Exists(MemoryFolder) ? MemoryFolder : System.IO.Path.GetTempPath();
        var path = System.IO.Path.Combine(folder, "cocoon-llama-" + RandomNumberGenerator.GetHexString(32, lowercase: true));
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete,
            // Memory that turns out to be missing at the first write would end the process.
            PreallocationSize = (long)count * sizeof(float),
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new SharedFloats(path, count, options);
    }

    public static SharedFloats Open(string path, int count) =>
        new(path, count, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete });

    /// <summary>Takes the file's name away.</summary>
    public void Unlink() => File.Delete(Path);

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
