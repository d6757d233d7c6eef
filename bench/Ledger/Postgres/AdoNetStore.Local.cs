using Microsoft.Extensions.Hosting;

namespace Cocoon.Bench.Ledger.Postgres;

/// <summary>Orleans' AdoNet storage: not in this build.</summary>
internal static class AdoNetStore
{
    /// <summary>Why it cannot be used; null where it can.</summary>
    public static string? Missing => "this build runs on LocalRuntime, and the storage for it is Orleans'; build with GrainRuntime=Orleans";

    public static Task Create(string connectionString) => throw new BenchException($"AdoNet storage cannot be used: {Missing}.");

    public static void Use(IHostApplicationBuilder builder, string connectionString) => throw new BenchException($"AdoNet storage cannot be used: {Missing}.");
}
