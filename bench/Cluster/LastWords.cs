using Cocoon.Bench.Harness;
using Cocoon.ClusterKit.Load;

namespace Cocoon.Bench.Cluster;

/// <summary>What callers were told last whose requests did not end well, most frequent first.</summary>
internal static class LastWords
{
    public static TextTable Table(IEnumerable<LoadRecord> records)
    {
        var table = new TextTable("how it ended", "what was said last", "requests");
        var endings = records.Where(record => record.Outcome is LoadOutcome.Failed or LoadOutcome.BrokenOff)
            .GroupBy(record => (record.Outcome, Said: record.Errors is [.., var last] ? last : "nothing"))
            .OrderByDescending(ending => ending.Count());
        foreach (var ending in endings) table.Add(ending.Key.Outcome == LoadOutcome.Failed ? "failed" : "broken off", ending.Key.Said, $"{ending.Count()}");
        return table;
    }
}
