using Microsoft.Extensions.Hosting;

namespace Cocoon.CrashHost.Chaos.Postgres;

/// <summary>The ledger in PostgreSQL: not in this build, whose storage for it is Orleans'.</summary>
public static class PostgresLedger
{
    private const string Missing = "This build runs on LocalRuntime; PostgreSQL needs GrainRuntime=Orleans.";

    public static bool IsBuiltIn => false;

    public static void Use(IHostApplicationBuilder builder, string connectionString) => throw new NotSupportedException(Missing);

    public static Task Create(string connectionString) => throw new NotSupportedException(Missing);

    public static Task<ILookup<string, (string Key, byte[] Json)>> Read(string connectionString) => throw new NotSupportedException(Missing);
}
