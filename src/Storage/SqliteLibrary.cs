using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Cocoon.Storage;

/// <summary>
/// Binds SQLite to the operating system's own, patched library instead of a copy in a package. Thread-safe.
/// </summary>
internal static class SqliteLibrary
{
    private static readonly string[] Names =
        OperatingSystem.IsWindows() ? ["winsqlite3", "sqlite3"]
        : OperatingSystem.IsMacOS() ? ["libsqlite3.dylib", "/usr/lib/libsqlite3.dylib"]
        : ["libsqlite3.so.0", "libsqlite3.so"];

    private static readonly Lazy<bool> Bound = new(Bind);

    /// <exception cref="StoreException">The machine has no SQLite library; the message says what to install.</exception>
    public static void Require() => _ = Bound.Value;

    private static bool Bind()
    {
        if (!Names.Any(name => NativeLibrary.TryLoad(name, out _)))
        {
            throw new StoreException(
                $"This machine has no SQLite library ({string.Join(" or ", Names)}). Install it: 'apt install libsqlite3-0' on Debian and Ubuntu, "
                + "'dnf install sqlite-libs' on Fedora, 'apk add sqlite-libs' on Alpine. macOS and Windows bring their own.");
        }

        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return true;
    }

    private static nint Resolve(string libraryName, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (libraryName != "e_sqlite3") return 0;
        foreach (var name in Names)
            if (NativeLibrary.TryLoad(name, out var handle)) return handle;
        return 0;
    }
}
