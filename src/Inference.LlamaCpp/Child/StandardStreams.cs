using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cocoon.Inference.LlamaCpp.Child;

/// <summary>Standard output as the protocol's alone.</summary>
internal static partial class StandardStreams
{
    private const int Output = 1;
    private const int Error = 2;

    /// <summary>Standard output under another number; what native code prints there from now on goes to standard error.</summary>
    public static FileStream TakeOutput()
    {
        var taken = Duplicate(Output);
        if (taken < 0 || DuplicateTo(Error, Output) < 0) throw new IOException($"Standard output cannot be taken (errno {Marshal.GetLastPInvokeError()}).");
        return new FileStream(new SafeFileHandle(taken, ownsHandle: true), FileAccess.Write, bufferSize: 0);
    }

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    private static partial int DuplicateTo(int descriptor, int target);
}
