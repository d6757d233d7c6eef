using System.Runtime.InteropServices;

namespace Cocoon.Storage.Tests.Files;

/// <summary>What tests need of the operating system and .NET does not offer. Linux and macOS.</summary>
internal static partial class Libc
{
    private const int FileSizeLimit = 1;
    private const int FileSizeExceeded = 25;
    private const int ById = 1;
    private const int SignalInfoBytes = 128;
    private static readonly nint Ignore = 1;

    private static int StopSignal => OperatingSystem.IsMacOS() ? 17 : 19;

    private static int ContinueSignal => OperatingSystem.IsMacOS() ? 19 : 18;

    private static int WhenStopped => OperatingSystem.IsMacOS() ? 8 : 2;

    /// <summary>Stops all threads of a child process wherever they are, and returns when the last of them stands still.</summary>
    public static void Stop(int process)
    {
        Require(kill(process, StopSignal));
        // The signal is only on its way when kill returns: a thread may go on writing for a while.
        Require(waitid(ById, process, new byte[SignalInfoBytes], WhenStopped));
    }

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
    private static partial int waitid(int kind, int id, [Out] byte[] info, int options);

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
