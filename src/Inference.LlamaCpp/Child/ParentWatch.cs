using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Cocoon.Inference.LlamaCpp.Child;

/// <summary>
/// Ends this process as soon as nobody can write into its standard input any more: the parent has gone, and a step may never
/// return by itself. (Linux' parent-death signal would also come when merely the thread that started us ends.)
/// </summary>
internal static unsafe partial class ParentWatch
{
    private const int StandardInput = 0;
    private const int Interrupted = 4;

    public static void Start() => new Thread(Watch) { IsBackground = true, Name = "parent watch" }.Start();

    private static void Watch()
    {
        // No event is asked for: a hang-up is told of without.
        var input = new PollEntry { Descriptor = StandardInput };
        while (Poll(&input, 1, -1) < 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
        }
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollEntry* entries, nuint count, int timeout);

    /// <summary>struct pollfd of poll.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
