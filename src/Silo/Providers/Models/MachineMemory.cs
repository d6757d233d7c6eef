using System.Globalization;

namespace Cocoon.Silo.Providers.Models;

/// <summary>What memory this process may use.</summary>
public static class MachineMemory
{
    /// <summary>Above this a group of version 1 means that it has no limit.</summary>
    private const long Unlimited = 1L << 60;

    private static readonly string[] Files = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"];

    /// <summary>The limit of the container, or the machine's memory where there is none, in bytes.</summary>
    public static long Limit() => Files.Select(Read).FirstOrDefault(static limit => limit > 0) is > 0 and var limit
        ? limit
        : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    private static long Read(string path) =>
        File.Exists(path) && long.TryParse(File.ReadAllText(path), NumberStyles.Integer | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var limit) && limit < Unlimited ? limit : 0;
}
