using System.Runtime.InteropServices;

namespace Cocoon.Storage.Tests.Files;

/// <summary>Rights do not bind the superuser. Where tests run as that, this does something with nobody's rights to files.</summary>
internal static partial class AsOtherUser
{
    private const uint Nobody = 65_534;

    public static T Run<T>(Func<T> action)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) return action();
        // The file system's user belongs to a thread in Linux; a thread of its own keeps it from all others.
        var result = default(T);
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            _ = setfsuid(Nobody);
            try
            {
                result = action();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw failure;
    }

    [LibraryImport("libc")]
    private static partial int setfsuid(uint user);
}
