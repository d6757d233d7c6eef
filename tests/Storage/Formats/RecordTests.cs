using System.Text.Json.Nodes;
using Cocoon.Core.Accounts;

namespace Cocoon.Storage.Tests.Formats;

/// <summary>The promise of docs/storage.md: what any released version stored is read by every later one.</summary>
public sealed class RecordTests
{
    private static readonly Dictionary<string, IReadOnlyDictionary<string, Action<object>>> Expected = new() { ["v0.1"] = ExpectedOfV01.Records, ["v0.2"] = ExpectedOfV02.Records };

    public static TheoryData<string, string> Records
    {
        get
        {
            var records = new TheoryData<string, string>();
            foreach (var version in FixtureFolder.All)
                foreach (var record in version.Records) records.Add(version.Name, record);
            return records;
        }
    }

    public static TheoryData<string> CurrentRecords => [.. Samples.All.Select(sample => sample.Name)];

    [Theory, MemberData(nameof(Records))]
    public void A_record_of_any_version_is_read_into_what_it_meant(string version, string record)
    {
        Expected.Should().ContainKey(version, "every version's meaning is written down");
        Expected[version].Should().ContainKey(record, "every record's meaning is written down");

        Expected[version][record](Read(version, record));
    }

    [Theory, MemberData(nameof(Records))]
    public void A_record_written_anew_says_the_same(string version, string record)
    {
        var again = StoredForm.Read(StateOf(record), StoredForm.Write(Read(version, record)));

        Expected[version][record](again);
    }

    [Theory, MemberData(nameof(Records))]
    public void Members_of_a_later_version_are_passed_over(string version, string record)
    {
        var stored = FixtureFolder.Of(version).Read(record);
        var extended = AddUnknown(stored);

        extended.Should().BeGreaterThan(0);
        Expected[version][record](StoredForm.Read(StateOf(record), stored));
    }

    [Theory, MemberData(nameof(CurrentRecords))]
    public void Todays_code_writes_the_current_format(string record)
    {
        var written = StoredForm.Write(Samples.All.Single(sample => sample.Name == record).Value);

        JsonNode.DeepEquals(written, FixtureFolder.Current.Read(record)).Should().BeTrue(
            "the stored form of {0} has changed since {1}: docs/storage.md says how to add a version. It is now {2}", record, FixtureFolder.Current.Name, written.ToJsonString());
    }

    [Theory, MemberData(nameof(CurrentRecords))]
    public void A_member_that_an_older_version_did_not_have_gets_its_default(string record)
    {
        var state = StateOf(record);
        var stored = (JsonObject)FixtureFolder.Current.Read(record);
        var defaults = Activator.CreateInstance(StoredTypes.All[state])!;
        var members = stored.Select(member => member.Key).ToList();

        foreach (var member in members)
        {
            var older = (JsonObject)stored.DeepClone();
            older.Remove(member);
            var property = StoredTypes.All[state].GetProperty(member)!;
            if (!property.CanWrite) continue;

            var read = StoredForm.Read(state, older);

            property.GetValue(read).Should().BeEquivalentTo(property.GetValue(defaults), options => options.ComparingByValue<AccountAddress>(), "{0} was not stored", member);
        }
    }

    [Fact]
    public void Every_stored_type_has_a_fixture_and_every_fixture_a_stored_type()
    {
        FixtureFolder.Current.Records.Select(StateOf).Distinct().Should().BeEquivalentTo(StoredTypes.All.Keys);
        FixtureFolder.Current.Records.Should().BeEquivalentTo(Samples.All.Select(sample => sample.Name));
        Samples.All.Should().OnlyContain(sample => sample.Value.GetType() == StoredTypes.All[sample.State]);
    }

    [Fact]
    public void Every_status_of_a_job_and_of_a_batch_is_among_the_fixtures()
    {
        foreach (var status in Enum.GetNames<Core.Jobs.JobStatus>().Where(name => name != "None"))
            FixtureFolder.Current.Records.Should().Contain($"job.{status.ToLowerInvariant()}");
        foreach (var status in Enum.GetNames<Core.Settlement.BatchStatus>())
            FixtureFolder.Current.Records.Should().Contain($"settlement.{status.ToLowerInvariant()}");
    }

    private static string StateOf(string record) => record.Split('.')[0];

    private static object Read(string version, string record) => StoredForm.Read(StateOf(record), FixtureFolder.Of(version).Read(record));

    /// <summary>Adds a member to every object that is a record of its own; maps from keys to records have no members.</summary>
    private static int AddUnknown(JsonNode? node)
    {
        if (node is JsonArray array) return array.Sum(AddUnknown);
        if (node is not JsonObject members) return 0;
        var added = members.Sum(member => AddUnknown(member.Value));
        if (members.Count > 0 && members.All(member => char.IsAsciiLetterUpper(member.Key[0])))
        {
            members.Add("ALaterMember", new JsonObject { ["What"] = new JsonArray(1, "two", null) });
            added++;
        }
        return added;
    }
}
