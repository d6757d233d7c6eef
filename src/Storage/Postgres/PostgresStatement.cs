using Npgsql;
using NpgsqlTypes;

namespace Cocoon.Storage.Postgres;

/// <summary>A statement that does one kind of write for a whole group. Its rows say which writes took effect, and the new version of each.</summary>
internal sealed class PostgresStatement
{
    public static readonly PostgresStatement InsertRecord = new(
        """
        INSERT INTO cocoon.record (state_name, grain_id, payload, version)
        SELECT w.name, w.grain_id, w.payload, nextval('cocoon.version') FROM unnest($1, $2, $3) AS w (name, grain_id, payload)
        ON CONFLICT DO NOTHING
        RETURNING state_name, grain_id, version
        """,
        answersByKey: true, Payload);

    public static readonly PostgresStatement UpdateRecord = new(
        """
        UPDATE cocoon.record r SET version = nextval('cocoon.version'), payload = w.payload
        FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS w (name, grain_id, version, payload, number)
        WHERE r.state_name = w.name COLLATE "C" AND r.grain_id = w.grain_id COLLATE "C" AND r.version = w.version
        RETURNING w.number, r.version
        """,
        answersByKey: false, ETag, Payload);

    public static readonly PostgresStatement DeleteRecord = new(
        """
        DELETE FROM cocoon.record r
        USING unnest($1, $2, $3) WITH ORDINALITY AS w (name, grain_id, version, number)
        WHERE r.state_name = w.name COLLATE "C" AND r.grain_id = w.grain_id COLLATE "C" AND r.version = w.version
        RETURNING w.number, r.version
        """,
        answersByKey: false, ETag);

    public static readonly PostgresStatement SetReminder = new(
        """
        INSERT INTO cocoon.reminder (name, grain_id, start_at, next_due, period, version)
        SELECT w.name, w.grain_id, now() + w.due, now() + w.due, w.period, nextval('cocoon.version') FROM unnest($1, $2, $3, $4) AS w (name, grain_id, due, period)
        ON CONFLICT (grain_id, name) DO UPDATE
        SET start_at = excluded.start_at, next_due = excluded.next_due, period = excluded.period, version = excluded.version
        RETURNING name, grain_id, version
        """,
        answersByKey: true,
        writes => Array(NpgsqlDbType.Interval, writes, write => write.DueTime),
        writes => Array(NpgsqlDbType.Interval, writes, write => write.Period));

    public static readonly PostgresStatement DeleteReminder = new(
        """
        DELETE FROM cocoon.reminder r
        USING unnest($1, $2, $3) WITH ORDINALITY AS w (name, grain_id, version, number)
        WHERE r.grain_id = w.grain_id COLLATE "C" AND r.name = w.name COLLATE "C" AND r.version = w.version
        RETURNING w.number, r.version
        """,
        answersByKey: false, ETag);

    private readonly string _sql;
    private readonly Func<PostgresWrite[], NpgsqlParameter>[] _parameters;

    private PostgresStatement(string sql, bool answersByKey, params Func<PostgresWrite[], NpgsqlParameter>[] parameters)
    {
        _sql = sql;
        AnswersByKey = answersByKey;
        _parameters = parameters;
    }

    /// <summary>Whether a row of the answer names its write by name and grain, since PostgreSQL's INSERT cannot give back what is not in the table; otherwise by its number in the group, from 1.</summary>
    public bool AnswersByKey { get; }

    public NpgsqlBatchCommand For(PostgresWrite[] writes)
    {
        var command = new NpgsqlBatchCommand(_sql);
        command.Parameters.Add(Array(NpgsqlDbType.Text, writes, write => write.Key.Name));
        command.Parameters.Add(Array(NpgsqlDbType.Text, writes, write => write.Key.GrainId));
        foreach (var parameter in _parameters) command.Parameters.Add(parameter(writes));
        return command;
    }

    private static NpgsqlParameter<long[]> ETag(PostgresWrite[] writes) => Array(NpgsqlDbType.Bigint, writes, write => write.ETag!.Value);

    private static NpgsqlParameter<byte[][]> Payload(PostgresWrite[] writes) => Array(NpgsqlDbType.Bytea, writes, write => write.Payload);

    private static NpgsqlParameter<T[]> Array<T>(NpgsqlDbType element, PostgresWrite[] writes, Converter<PostgresWrite, T> value) =>
        new() { TypedValue = System.Array.ConvertAll(writes, value), NpgsqlDbType = NpgsqlDbType.Array | element };
}
