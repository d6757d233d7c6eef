using Cocoon.Storage.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace Cocoon.Storage.Tests.Formats;

/// <summary>Whole stores of released versions, opened by today's code through the storage that grains use.</summary>
public sealed class MarketFileTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private GrainNames _names = null!;

    public static TheoryData<string> Versions => [.. FixtureFolder.All.Select(folder => folder.Name)];

    public async Task InitializeAsync() => _names = await GrainNames.Start();

    public async Task DisposeAsync() => await _names.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Versions))]
    public async Task Every_grain_finds_its_record_under_the_name_it_had(string version)
    {
        using var store = Open(version);

        foreach (var sample in Samples.All.Where(sample => FixtureFolder.Of(version).Records.Contains(sample.Name)))
        {
            var found = await StoredForm.ReadFrom(store, sample.State, _names.Of(sample.Grain));

            found.Should().NotBeNull("{0} has the record {1}", _names.Of(sample.Grain), sample.Name);
            var alone = StoredForm.Read(sample.State, FixtureFolder.Of(version).Read(sample.Name));
            StoredForm.Write(found!).ToJsonString().Should().Be(StoredForm.Write(alone).ToJsonString());
        }
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task Reminders_are_still_due(string version)
    {
        using var store = Open(version);

        var rows = await new SqliteReminderTable(store).ReadRows(0, 0);

        rows.Reminders.Select(row => $"{row.ReminderName} of {row.GrainId}").Should().BeEquivalentTo(
            $"outbox of {_names.Of(Samples.All.Single(sample => sample.Name == "channel.busy").Grain)}",
            "finish of job/01KDYAK3SE040G2081040G2081", "finish of job/01KDYAK3SE081040G2081040G2", "finish of job/01KDYAK3SE0C1G60R30C1G60R3",
            "finish of job/01KDYAK3SE0G2081040G208104", "settle of settlement/0", "settle of settlement/1", "settle of settlement/2");
        rows.Reminders.Should().OnlyContain(row => row.StartAt == Values.Time().UtcDateTime && row.StartAt.Kind == DateTimeKind.Utc && row.Period == TimeSpan.FromMinutes(1));
    }

    [Theory, MemberData(nameof(Versions))]
    public async Task Records_are_written_on_from_where_they_were(string version)
    {
        long newest = 0;
        using (var store = Open(version))
        {
            await foreach (var record in store.List("job"))
            {
                var etag = await store.Write("job", record.GrainId, record.Payload, record.ETag);
                etag.Should().BeGreaterThan(22, "the file's last ETag was 22");
                newest = Math.Max(newest, etag);
            }
        }

        using var again = SqliteStore.Open(_folder.File("market.db"));
        (await again.Write("job", GrainId.Create("job", "new"), "{}"u8.ToArray(), null)).Should().BeGreaterThan(newest);
    }

    [Fact]
    public void The_tables_of_the_current_version_are_those_that_todays_code_makes()
    {
        using (Open(FixtureFolder.Current.Name))
        {
        }
        using (SqliteStore.Open(_folder.File("new.db")))
        {
        }

        Tables("market.db").Should().Equal(Tables("new.db"), "a change of tables is a new step of the schema and a new version of the fixtures");
    }

    private SqliteStore Open(string version)
    {
        File.Copy(FixtureFolder.Of(version).MarketFile, _folder.File("market.db"));
        File.SetAttributes(_folder.File("market.db"), FileAttributes.Normal);
        return SqliteStore.Open(_folder.File("market.db"));
    }

    private List<string> Tables(string file)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File(file)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL UNION ALL SELECT 'version ' || version FROM schema_version UNION ALL SELECT application_id FROM pragma_application_id ORDER BY 1";
        var found = new List<string>();
        using var rows = command.ExecuteReader();
        while (rows.Read()) found.Add(rows.GetValue(0).ToString()!);
        return found;
    }
}
