using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Cocoon.Storage;

/// <summary>The table of reminders.</summary>
internal sealed class ReminderRows(SqliteConnection connection, ETagCounter etags)
{
    private const string Columns = "grain_id, name, start_at_ticks, period_ticks, etag";
    private readonly SqliteCommand _all = connection.Command($"SELECT {Columns} FROM reminder");
    private readonly SqliteCommand _ofGrain = connection.Command($"SELECT {Columns} FROM reminder WHERE grain_id = $grain", "$grain");
    private readonly SqliteCommand _one = connection.Command($"SELECT {Columns} FROM reminder WHERE grain_id = $grain AND name = $name", "$grain", "$name");
    private readonly SqliteCommand _upsert = connection.Command($"INSERT OR REPLACE INTO reminder ({Columns}) VALUES ($grain, $name, $start, $period, $etag)", "$grain", "$name", "$start", "$period", "$etag");
    private readonly SqliteCommand _delete = connection.Command("DELETE FROM reminder WHERE grain_id = $grain AND name = $name AND etag = $etag", "$grain", "$name", "$etag");
    private readonly SqliteCommand _clear = connection.Command("DELETE FROM reminder");

    public List<ReminderEntry> All() => Rows(_all);

    public List<ReminderEntry> Of(GrainId grainId) => Rows(_ofGrain.With(grainId.ToString()));

    public ReminderEntry? One(GrainId grainId, string name) => Rows(_one.With(grainId.ToString(), name)).SingleOrDefault();

    public string Upsert(ReminderEntry entry)
    {
        var etag = etags.Next();
        _upsert.With(entry.GrainId.ToString(), entry.ReminderName, entry.StartAt.Ticks, entry.Period.Ticks, etag).ExecuteNonQuery();
        return etag.ToString(CultureInfo.InvariantCulture);
    }

    public bool Remove(GrainId grainId, string name, string etag) =>
        long.TryParse(etag, CultureInfo.InvariantCulture, out var number) && _delete.With(grainId.ToString(), name, number).ExecuteNonQuery() == 1;

    public bool Clear() => _clear.ExecuteNonQuery() > 0;

    private static List<ReminderEntry> Rows(SqliteCommand command)
    {
        var found = new List<ReminderEntry>();
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            found.Add(new ReminderEntry
            {
                GrainId = GrainId.Parse(rows.GetString(0)),
                ReminderName = rows.GetString(1),
                StartAt = new DateTime(rows.GetInt64(2), DateTimeKind.Utc),
                Period = new TimeSpan(rows.GetInt64(3)),
                ETag = rows.GetInt64(4).ToString(CultureInfo.InvariantCulture),
            });
        }

        return found;
    }
}
