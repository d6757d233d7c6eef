using System.Text.Json;
using Cocoon.ClusterKit.Load;

namespace Cocoon.ClusterKit.Judging;

/// <summary>What a run of the load generator has written down.</summary>
internal sealed record LoadLog(IReadOnlyList<LoadRecord> Records, IReadOnlyList<SignedVouchers> Vouchers)
{
    public static LoadLog Read(LoadPlan plan) => new(
        [.. File.ReadLines(plan.RecordsFile).Select(line => JsonSerializer.Deserialize<LoadRecord>(line, LoadPlan.Json)!)],
        JsonSerializer.Deserialize<List<SignedVouchers>>(File.ReadAllBytes(plan.VouchersFile), LoadPlan.Json)!);

    /// <summary>Several runs on the same channels, one after the other: the last one's vouchers cover all.</summary>
    public static LoadLog Join(IEnumerable<LoadLog> runs)
    {
        var all = runs.ToList();
        return new LoadLog([.. all.SelectMany(run => run.Records)], all[^1].Vouchers);
    }
}
