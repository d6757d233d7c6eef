using System.Runtime.InteropServices;

namespace Cocoon.Inference.Cpu.Backend;

/// <summary>
/// Tells the kernel how memory will be used (Linux, madvise(2)). Advice changes speed only, so that refusals, older kernels
/// and other systems are all the same.
/// </summary>
internal static unsafe partial class PageAdvice
{
    /// <summary>Bytes of a large page on the processors that have them.</summary>
    public const int HugePage = 2 << 20;

    private const int WillNeed = 3;
    private const int HugePages = 14;

    /// <summary>Fewer and larger pages: reading weights through 4 KB pages costs a tenth and more in page walks.</summary>
    public static void UseHugePages(byte* start, long bytes) => Advise(start, bytes, HugePages);

    /// <summary>All of a mapped file is wanted soon, so it is read ahead.</summary>
    public static void ReadAhead(byte* start, long bytes)
    {
        Advise(start, bytes, HugePages);
        Advise(start, bytes, WillNeed);
    }

    private static void Advise(byte* start, long bytes, int advice)
    {
        if (!OperatingSystem.IsLinux()) return;
        var page = (nuint)Environment.SystemPageSize;
        var first = (nuint)start / page * page;
        Ignore(Madvise((void*)first, (nuint)(start + bytes) - first, advice));
    }

    private static void Ignore(int _)
    {
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Madvise(void* start, nuint length, int advice);
}
