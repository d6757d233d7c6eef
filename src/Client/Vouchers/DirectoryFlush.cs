using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Cocoon.Client;

/// <summary>
/// Makes a rename durable. .NET opens no folders, so on Unix this asks the C library; Windows writes the names of files
/// with its journal and needs no call.
/// </summary>
internal static partial class DirectoryFlush
{
    private const int ReadOnly = 0;

    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = Open(folder, ReadOnly);
        if (handle < 0) throw Failed("opened");
        try
        {
            if (Sync(handle) != 0) throw Failed("flushed");
        }
        finally
        {
            _ = Close(handle);
        }

        IOException Failed(string what) => new($"The folder {folder} cannot be {what}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
