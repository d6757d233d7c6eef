using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;
using Orleans.Storage;

namespace Cocoon.Storage.Postgres;

/// <summary>
/// Grain states in a PostgreSQL database that the silos of a cluster share. Each process gathers the writes of all its grains
/// into few transactions (group commit): a write completes when its transaction is on disk, and a conflict fails its own write
/// only. ETags make lost updates impossible, whichever process writes. Thread-safe.
/// </summary>
public sealed class PostgresStore : IRecordStore, IAsyncDisposable, IDisposable
{
    private const int PageSize = 500;
    private const string ReadSql = "SELECT version, payload FROM cocoon.record WHERE state_name = $1 AND grain_id = $2";
    private const string ListSql = "SELECT grain_id, version, payload FROM cocoon.record WHERE state_name = $1 AND grain_id > $2 ORDER BY grain_id LIMIT $3";

    /// <summary>Throws on text that has no UTF-8, which the driver would only notice in the middle of a group.</summary>
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly PostgresWriter[] _writers;
    private readonly PostgresReader _reader;
    private readonly NpgsqlDataSource _database;

    private PostgresStore(NpgsqlDataSource database, PostgresStoreOptions options, TimeProvider time, Random random)
    {
        _database = database;
        _reader = new PostgresReader(database, options.Patience, time);
        _writers = [.. Enumerable.Range(0, options.Writers).Select(_ => new PostgresWriter(
            () => PostgresSession.Open(database, options.AllowLossOnCrash, CancellationToken.None), options, time, random))];
    }

    /// <summary>Transactions committed since the store was opened.</summary>
    public long Commits => _writers.Sum(writer => writer.Commits);

    /// <summary>Writes done in them, conflicts included.</summary>
    public long Writes => _writers.Sum(writer => writer.Writes);

    /// <summary>Connects, and makes sure that the schema is current and that commits are durable.</summary>
    /// <exception cref="StoreException">They are not, or the server cannot be reached within the options' patience.</exception>
    public static async Task<PostgresStore> Open(PostgresStoreOptions options, TimeProvider? time = null, Random? random = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Writers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Writers, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(options.Writers, options.MaxConnections);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxWritesPerCommit, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxBytesPerCommit, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxQueuedWrites, 1);
        var database = PostgresConnections.Open(options);
        try
        {
            await new PostgresReader(database, options.Patience, time ?? TimeProvider.System).Read(
                connection => PostgresDurability.Require(connection, options.AllowLossOnCrash, cancellationToken), cancellationToken);
            await PostgresDatabase.RequireCurrent(database, cancellationToken);
            return new PostgresStore(database, options, time ?? TimeProvider.System, random ?? Random.Shared);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<StoredRecord?> Read(string stateName, GrainId grainId, CancellationToken cancellationToken = default) =>
        _reader.Read(
            async connection =>
            {
                await using var command = new NpgsqlCommand(ReadSql, connection) { Parameters = { new() { Value = stateName }, new() { Value = grainId.ToString() } } };
                await using var rows = await command.ExecuteReaderAsync(cancellationToken);
                return await rows.ReadAsync(cancellationToken) ? new StoredRecord(stateName, grainId, rows.GetInt64(0), rows.GetFieldValue<byte[]>(1)) : null;
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<long> Write(string stateName, GrainId grainId, ReadOnlyMemory<byte> payload, long? etag, CancellationToken cancellationToken = default) =>
        Change(PostgresWrite.Record(stateName, grainId.ToString(), payload, etag, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task Clear(string stateName, GrainId grainId, long? etag, CancellationToken cancellationToken = default)
    {
        if (etag is not null) await Change(PostgresWrite.RecordClear(stateName, grainId.ToString(), etag.Value, cancellationToken), cancellationToken);
        else if (await Read(stateName, grainId, cancellationToken) is not null) throw new InconsistentStateException($"Could not clear '{stateName}' of {grainId}: the record was made since it was read.");
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredRecord> List(string stateName, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var after = "";
        while (true)
        {
            var from = after;
            var page = await _reader.Read(connection => Page(connection, stateName, from, cancellationToken), cancellationToken);
            foreach (var record in page) yield return record;
            if (page.Count < PageSize) yield break;
            after = page[^1].GrainId.ToString();
        }
    }

    /// <summary>Finishes the writes that have been accepted and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_writers.Select(writer => writer.Stop()));
        await _database.DisposeAsync();
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => Task.Run(async () => await DisposeAsync()).GetAwaiter().GetResult();

    private static async Task<List<StoredRecord>> Page(NpgsqlConnection connection, string stateName, string after, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ListSql, connection) { Parameters = { new() { Value = stateName }, new() { Value = after }, new() { Value = PageSize } } };
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var page = new List<StoredRecord>();
        while (await rows.ReadAsync(cancellationToken))
            page.Add(new StoredRecord(stateName, GrainId.Parse(rows.GetString(0)), rows.GetInt64(1), rows.GetFieldValue<byte[]>(2)));
        return page;
    }

    /// <summary>Puts a write into the queue and waits for its end; returns the new version.</summary>
    internal Task<long> Change(PostgresWrite write, CancellationToken cancellationToken)
    {
        RequireText(write.Key.Name);
        RequireText(write.Key.GrainId);
        return _writers[(int)((uint)write.Key.GetHashCode() % (uint)_writers.Length)].Write(write, cancellationToken);
    }

    /// <summary>Reads with the store's connections and patience.</summary>
    internal Task<T> Read<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellationToken) => _reader.Read(read, cancellationToken);

    private static void RequireText(string name)
    {
        try
        {
            _ = Strict.GetByteCount(name);
        }
        catch (EncoderFallbackException exception)
        {
            throw new StoreException("A key of a record is not proper text, so it cannot be stored.", exception);
        }

        if (name.Contains('\0', StringComparison.Ordinal)) throw new StoreException("A key of a record has a NUL in it, which PostgreSQL cannot store.");
    }
}
