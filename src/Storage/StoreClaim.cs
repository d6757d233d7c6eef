using System.Collections.Concurrent;

namespace Cocoon.Storage;

/// <summary>
/// A file's place among those this process has open. A Unix system drops all of a process's locks on a file when the process
/// closes any handle of it, so a second look at an open store would open it to other processes. Thread-safe.
/// </summary>
internal sealed class StoreClaim : IDisposable
{
    private static readonly ConcurrentDictionary<string, StoreClaim> Open = new(StringComparer.Ordinal);
    private readonly string _file;

    private StoreClaim(string file) => _file = file;

    /// <exception cref="StoreException">This process has the file open.</exception>
    public static StoreClaim Take(string path)
    {
        // A link is followed without opening the file it leads to.
        var file = new FileInfo(path);
        var claim = new StoreClaim(file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName);
        return Open.TryAdd(claim._file, claim) ? claim : throw new StoreException($"The store {path} is in use by this process already. Use that one, or give this one another file.");
    }

    public void Dispose() => Open.TryRemove(new(_file, this));
}
