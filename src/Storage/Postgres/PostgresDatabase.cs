using System.Data;
using Npgsql;

namespace Cocoon.Storage.Postgres;

/// <summary>The schema of a market's database: brings it up to date, says how far it is, and refuses what does not fit. Thread-safe.</summary>
public static class PostgresDatabase
{
    /// <summary>Any number will do, as long as it is always this one: migrations of a database queue up for it.</summary>
    private const long MigrationLock = 0x436F636F6F6E;

    /// <summary>The schema version that this program works with.</summary>
    public static int Version => PostgresStep.All[^1].Version;

    /// <summary>
    /// Applies the steps that the database lacks, each in a transaction of its own, and the grants. Does no harm when there is
    /// nothing to do, when it was broken off before, or when several processes do it at once: they take turns.
    /// </summary>
    /// <param name="database">Connections of the database's owner.</param>
    /// <param name="cancellationToken">Ends it between statements; what is done stays.</param>
    /// <returns>How far the schema is afterwards.</returns>
    /// <exception cref="StoreException">The database is newer, was made otherwise than by this program's steps, or refused.</exception>
    public static Task<PostgresSchemaStatus> Migrate(NpgsqlDataSource database, CancellationToken cancellationToken = default) =>
        Migrate(database, PostgresStep.All, cancellationToken);

    /// <summary>For tests of older versions: applies these steps only.</summary>
    internal static Task<PostgresSchemaStatus> Migrate(NpgsqlDataSource database, IReadOnlyList<PostgresStep> steps, CancellationToken cancellationToken) => Explained(async () =>
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await Execute(connection, $"SET lock_timeout = '2min'; SELECT pg_advisory_lock({MigrationLock})", cancellationToken);
        try
        {
            await MakeTable(connection, cancellationToken);
            var applied = await ReadApplied(connection, cancellationToken);
            RequireKnown(applied, steps);
            foreach (var step in steps.Skip(applied.Count)) await Apply(connection, step, cancellationToken);
            if (steps.Count == PostgresStep.All.Count) await Execute(connection, PostgresStep.Grants, cancellationToken);
            return StatusOf(await ReadApplied(connection, cancellationToken), steps);
        }
        finally
        {
            // A pooled connection lives on, and with it the lock.
            if (connection.State == ConnectionState.Open) await Execute(connection, $"SELECT pg_advisory_unlock({MigrationLock})", CancellationToken.None);
        }
    });

    /// <summary>What the database has and lacks; changes nothing.</summary>
    /// <exception cref="StoreException">The database is newer, was made otherwise than by this program's steps, or refused.</exception>
    public static Task<PostgresSchemaStatus> Status(NpgsqlDataSource database, CancellationToken cancellationToken = default) => Explained(async () =>
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var applied = await ReadApplied(connection, cancellationToken);
        RequireKnown(applied, PostgresStep.All);
        return StatusOf(applied, PostgresStep.All);
    });

    /// <summary>Makes sure that the schema is the one this program works with.</summary>
    /// <exception cref="StoreException">It is not.</exception>
    public static async Task RequireCurrent(NpgsqlDataSource database, CancellationToken cancellationToken = default)
    {
        if ((await Status(database, cancellationToken)).Pending is { Count: > 0 } pending)
            throw new StoreException($"The database lacks {pending.Count} of this version's {PostgresStep.All.Count} schema steps, first '{pending[0]}'. Run 'cocoon db migrate' as its owner, then start again.");
    }

    private static PostgresSchemaStatus StatusOf(List<PostgresAppliedStep> applied, IReadOnlyList<PostgresStep> steps) =>
        new(applied, [.. steps.Skip(applied.Count).Select(step => step.Name)]);

    private static void RequireKnown(List<PostgresAppliedStep> applied, IReadOnlyList<PostgresStep> steps)
    {
        if (applied.Count > steps.Count)
            throw new StoreException($"The database was made by a newer version (its schema is {applied[^1].Version}, this program knows {steps[^1].Version}). It was left as it is. Use that newer version.");
        foreach (var (found, known) in applied.Zip(steps))
        {
            if (found.Version != known.Version || found.Checksum != known.Checksum)
                throw new StoreException($"Step {found.Version} of the database's schema ('{found.Name}') is not this program's '{known.Name}'. It was left as it is. Use the version that made it, or another database.");
        }
    }

    private static async Task Apply(NpgsqlConnection connection, PostgresStep step, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Execute(connection, step.Sql, cancellationToken);
        await using var note = new NpgsqlCommand("INSERT INTO cocoon.migration (version, name, checksum) VALUES ($1, $2, $3)", connection, transaction)
        {
            Parameters = { new() { Value = step.Version }, new() { Value = step.Name }, new() { Value = step.Checksum } },
        };
        await note.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static Task MakeTable(NpgsqlConnection connection, CancellationToken cancellationToken) => Execute(
        connection,
        """
        CREATE SCHEMA IF NOT EXISTS cocoon;
        CREATE TABLE IF NOT EXISTS cocoon.migration (
            version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now());
        """,
        cancellationToken);

    private static async Task<List<PostgresAppliedStep>> ReadApplied(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = new List<PostgresAppliedStep>();
        await using (var exists = new NpgsqlCommand("SELECT to_regclass('cocoon.migration') IS NOT NULL", connection))
            if (await exists.ExecuteScalarAsync(cancellationToken) is not true) return applied;
        await using var select = new NpgsqlCommand("SELECT version, name, checksum, applied_at FROM cocoon.migration ORDER BY version", connection);
        await using var rows = await select.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            applied.Add(new PostgresAppliedStep(rows.GetInt32(0), rows.GetString(1), rows.GetString(2), rows.GetFieldValue<DateTimeOffset>(3)));
        return applied;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // The statements of the schema are text to PostgreSQL's own parser: in OrleansQuery, @Name is not ours to fill in.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<T> Explained<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (NpgsqlException exception)
        {
            throw PostgresFailure.Explain(exception);
        }
    }
}
