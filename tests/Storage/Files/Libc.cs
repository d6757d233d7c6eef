using System.Runtime.InteropServices;

namespace Cocoon.Storage.Tests.Files;

/// <summary>What tests need of the operating system and .NET does not offer. Linux and macOS.</summary>
internal static partial class Libc
{
    private const int FileSizeLimit = 1;
    private const int FileSizeExceeded = 25;
    private static readonly nint Ignore = 1;

    private static int StopSignal => OperatingSystem.IsMacOS() ? 17 : 19;

    private static int ContinueSignal => OperatingSystem.IsMacOS() ? 19 : 18;

    /// <summary>Stops all threads of a process wherever they are.</summary>
    public static void Stop(int process) => Require(kill(process, StopSignal));

    public static void Continue(int process) => Require(kill(process, ContinueSignal));

    /// <summary>From now on a write of this process fails that would make a file longer than this; null takes the limit away.</summary>
    public static void LimitFiles(long? bytes)
    {
        _ = signal(FileSizeExceeded, Ignore); // Its default is to end the process.
        Require(getrlimit(FileSizeLimit, out var limit));
        limit.Current = bytes is { } most ? (nuint)most : limit.Maximum;
        Require(setrlimit(FileSizeLimit, in limit));
    }

    private static void Require(int result)
    {
        if (result != 0) throw new IOException($"The operating system refused (error {Marshal.GetLastPInvokeError()}).");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int process, int signal);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint signal(int number, nint handler);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int getrlimit(int resource, out Limit limit);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int setrlimit(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public nuint Current;
        public nuint Maximum;
    }
}
