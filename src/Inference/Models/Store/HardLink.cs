using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Cocoon.Inference.Models.Store;

/// <summary>Gives a file a second name in another folder of the same disk.</summary>
internal static partial class HardLink
{
    /// <exception cref="IOException">The disk is another, or has no such links.</exception>
    public static void Create(string existing, string link)
    {
        // Of a link made for another name it is the file that is meant.
        var target = File.ResolveLinkTarget(existing, returnFinalTarget: true)?.FullName ?? existing;
        var done = OperatingSystem.IsWindows() ? CreateHardLink(link, target, 0) : Link(target, link) == 0;
        if (!done) throw new IOException($"'{existing}' cannot be linked to: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}.");
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Link(string existing, string link);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string link, string existing, nint security);
}
