namespace Cocoon.Bench.JobCost;

/// <summary>What one job cost on average.</summary>
/// <param name="Calls">Grain calls by method.</param>
/// <param name="Writes">Writes of records and of reminders.</param>
/// <param name="Commits">Transactions.</param>
/// <param name="CpuMilliseconds">Processor time of the whole process.</param>
internal sealed record Cost(IReadOnlyDictionary<string, double> Calls, double Writes, double Commits, double CpuMilliseconds);
