using System.Runtime.InteropServices;

namespace Cocoon.ClusterKit.Processes;

/// <summary>kill(2): .NET can only kill.</summary>
internal static partial class PosixSignals
{
    public const int Kill = 9;
    public const int Terminate = 15;
    public const int Interrupt = 2;

    public static void Send(int process, int signal) => _ = SysKill(process, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SysKill(int process, int signal);
}
