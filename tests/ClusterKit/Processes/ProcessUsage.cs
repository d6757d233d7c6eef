using System.Globalization;

namespace Cocoon.ClusterKit.Processes;

/// <summary>What a process has used, from /proc (proc(5)).</summary>
/// <param name="CpuSeconds">User and system time of the process and of its children that have ended.</param>
/// <param name="ResidentBytes">Memory in use now.</param>
internal readonly record struct ProcessUsage(double CpuSeconds, long ResidentBytes)
{
    // Linux counts in hundredths of a second on every platform .NET runs on (USER_HZ), and in pages of 4 KiB on most.
    private const double TicksPerSecond = 100;

    public static ProcessUsage operator +(ProcessUsage a, ProcessUsage b) => new(a.CpuSeconds + b.CpuSeconds, a.ResidentBytes + b.ResidentBytes);

    /// <summary>Zero for a process that is gone.</summary>
    public static ProcessUsage Of(int id)
    {
        try
        {
            // Of all fields, utime is the 14th.
            var fields = Fields(id);
            var ticks = fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture));
            return new ProcessUsage(ticks / TicksPerSecond, long.Parse(fields[21], CultureInfo.InvariantCulture) * System.Environment.SystemPageSize);
        }
        catch (Exception e) when (e is IOException)
        {
            return default;
        }
    }

    /// <summary>A process and all below it, such as PostgreSQL's.</summary>
    /// <param name="root">The process.</param>
    /// <param name="name">Counts only processes of this name; null for all.</param>
    public static ProcessUsage OfTree(int root, string? name = null)
    {
        var parents = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
            .Select(id => (Id: id, Parent: ParentOf(id))).ToList();
        var (all, next) = (new HashSet<int> { root }, new Queue<int>([root]));
        while (next.TryDequeue(out var parent))
            foreach (var (id, _) in parents.Where(process => process.Parent == parent))
                if (all.Add(id)) next.Enqueue(id);
        // Children that have ended are in their parent's sum already.
        return all.Where(id => name is null || NameOf(id) == name).Select(Of).Aggregate(default(ProcessUsage), (sum, usage) => sum + usage);
    }

    private static int ParentOf(int id)
    {
        try
        {
            return int.Parse(Fields(id)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException)
        {
            return 0;
        }
    }

    private static string NameOf(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/comm").Trim();
        }
        catch (Exception e) when (e is IOException)
        {
            return "";
        }
    }

    /// <summary>From the third field on: the second, the name in parentheses, may contain anything.</summary>
    private static string[] Fields(int id)
    {
        var stat = File.ReadAllText($"/proc/{id}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }
}
