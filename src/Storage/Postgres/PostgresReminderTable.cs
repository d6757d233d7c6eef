using Npgsql;

namespace Cocoon.Storage.Postgres;

/// <summary>The table of reminders: who asked for what, and who may deliver which tick. Thread-safe.</summary>
internal sealed class PostgresReminderTable(PostgresStore store)
{
    // Of the ticks that were missed one is delivered, and the next is the first on the grid that lies ahead.
    private const string ClaimSql = """
        WITH due AS (
            SELECT grain_id, name FROM cocoon.reminder WHERE next_due <= clock_timestamp() ORDER BY next_due LIMIT $1 FOR UPDATE SKIP LOCKED)
        UPDATE cocoon.reminder r
        SET next_due = r.start_at + r.period * (floor(extract(epoch FROM clock_timestamp() - r.start_at) / extract(epoch FROM r.period)) + 1)::float8
        FROM due WHERE r.grain_id = due.grain_id AND r.name = due.name
        RETURNING r.grain_id, r.name, r.start_at, r.period, clock_timestamp()
        """;

    private const string WaitSql = "SELECT min(next_due) - clock_timestamp() FROM cocoon.reminder";

    private const string ReadSql = "SELECT name, version FROM cocoon.reminder WHERE grain_id = $1 ORDER BY name";

    /// <summary>Sets a reminder, or sets it anew; durable when it returns its version.</summary>
    public Task<long> Set(GrainId grain, string name, TimeSpan dueTime, TimeSpan period) =>
        store.Change(PostgresWrite.Reminder(name, grain.ToString(), dueTime, period), CancellationToken.None);

    /// <exception cref="ReminderException">It was set anew, or removed, since.</exception>
    public Task Remove(PostgresReminder reminder) =>
        store.Change(PostgresWrite.ReminderRemoval(reminder.ReminderName, reminder.GrainId.ToString(), reminder.Version), CancellationToken.None);

    public Task<List<PostgresReminder>> Of(GrainId grain) => store.Read(
        async connection =>
        {
            await using var command = new NpgsqlCommand(ReadSql, connection) { Parameters = { new() { Value = grain.ToString() } } };
            await using var rows = await command.ExecuteReaderAsync();
            var found = new List<PostgresReminder>();
            while (await rows.ReadAsync()) found.Add(new PostgresReminder(grain, rows.GetString(0), rows.GetInt64(1)));
            return found;
        },
        CancellationToken.None);

    /// <summary>
    /// Takes ticks that are due, oldest first, and moves each reminder on to its next. What another silo is taking at the same
    /// time is passed over. Who dies before it has delivered skips that tick.
    /// </summary>
    public Task<List<DueReminder>> Claim(int limit, CancellationToken cancellationToken) => store.Read(
        async connection =>
        {
            await using var command = new NpgsqlCommand(ClaimSql, connection) { Parameters = { new() { Value = limit } } };
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            var due = new List<DueReminder>();
            while (await rows.ReadAsync(cancellationToken))
            {
                due.Add(new DueReminder(
                    GrainId.Parse(rows.GetString(0)), rows.GetString(1),
                    new TickStatus(rows.GetDateTime(2), rows.GetTimeSpan(3), rows.GetDateTime(4))));
            }

            return due;
        },
        cancellationToken);

    /// <summary>How long until a tick is due, by the database's clock; null when there is no reminder.</summary>
    public Task<TimeSpan?> UntilNext(CancellationToken cancellationToken) => store.Read(
        async connection =>
        {
            await using var command = new NpgsqlCommand(WaitSql, connection);
            return await command.ExecuteScalarAsync(cancellationToken) is TimeSpan wait ? wait > TimeSpan.Zero ? wait : TimeSpan.Zero : (TimeSpan?)null;
        },
        cancellationToken);
}
