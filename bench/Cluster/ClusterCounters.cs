using System.Globalization;
using Cocoon.ClusterKit;
using Cocoon.ClusterKit.Database;
using Cocoon.ClusterKit.Members;
using Cocoon.ClusterKit.Processes;
using Npgsql;

namespace Cocoon.Bench.Cluster;

/// <summary>What a cluster has used since it was started: processor time by part, and what PostgreSQL counted.</summary>
/// <param name="CoreCpu">Seconds, all core silos.</param>
/// <param name="ProviderCpu">Seconds, all provider silos.</param>
/// <param name="GatewayCpu">Seconds, all gateways.</param>
/// <param name="DatabaseCpu">Seconds, all of PostgreSQL's processes.</param>
/// <param name="ChainCpu">Seconds, the local chain.</param>
/// <param name="LoadCpu">Seconds, the load generator.</param>
/// <param name="Commits">Transactions that PostgreSQL committed.</param>
/// <param name="RowWrites">Rows of the ledger and of the reminders inserted, updated or deleted.</param>
/// <param name="WalBytes">Bytes of its log.</param>
internal readonly record struct ClusterCounters(
    double CoreCpu, double ProviderCpu, double GatewayCpu, double DatabaseCpu, double ChainCpu, double LoadCpu, long Commits, long RowWrites, long WalBytes)
{
    // The counters of a backend reach the statistics within a second of its last transaction.
    private const string Sql = """
        SELECT (SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()),
               (SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0)::bigint FROM pg_stat_user_tables WHERE schemaname = 'cocoon'),
               (SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint)
        """;

    public double AllCpu => CoreCpu + ProviderCpu + GatewayCpu + DatabaseCpu + ChainCpu + LoadCpu;

    public static ClusterCounters operator -(ClusterCounters a, ClusterCounters b) => new(
        a.CoreCpu - b.CoreCpu, a.ProviderCpu - b.ProviderCpu, a.GatewayCpu - b.GatewayCpu, a.DatabaseCpu - b.DatabaseCpu, a.ChainCpu - b.ChainCpu,
        a.LoadCpu - b.LoadCpu, a.Commits - b.Commits, a.RowWrites - b.RowWrites, a.WalBytes - b.WalBytes);

    public static async Task<ClusterCounters> Read(ClusterMarket market, OwnProcess load)
    {
        await using var connection = new NpgsqlConnection(market.Database.ConnectionString(ClusterDatabase.Owner));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(Sql, connection);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return new ClusterCounters(
            Cpu(market.Cores), Cpu(market.Providers), Cpu(market.Gateways), ProcessUsage.OfTree(market.Database.Server.Id).CpuSeconds,
            ProcessUsage.OfTree(Environment.ProcessId, "node").CpuSeconds, ProcessUsage.Of(load.Id).CpuSeconds,
            Convert.ToInt64(row.GetValue(0), CultureInfo.InvariantCulture), row.GetInt64(1), row.GetInt64(2));
    }

    private static double Cpu(IEnumerable<MarketProcess> members) => members.Sum(member => ProcessUsage.Of(member.Process.Id).CpuSeconds);
}
