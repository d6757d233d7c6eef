using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cocoon.Core.Channels;
using Cocoon.Storage;
using Cocoon.Versions.Tests.Contracts;

namespace Cocoon.Versions.Tests.Upgrades;

/// <summary>
/// While a cluster is upgraded, and after an upgrade was taken back, a silo of the old version reads and writes records that
/// a newer one has written (docs/upgrades.md). The records are those that tests/Storage keeps of every release.
/// </summary>
public sealed class RecordUpgradeTests
{
    private static readonly JsonSerializerOptions Json = new SqliteStoreOptions().Json;
    private static readonly string Fixtures = Path.Combine(ContractFile.Root(), "tests", "Storage", "Fixtures");

    public static TheoryData<string> Records => [.. Directory.EnumerateFiles(Fixtures, "*.json", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Fixtures, file))];

    [Theory, MemberData(nameof(Records))]
    public void A_member_that_a_later_version_added_to_a_record_outlives_a_change_by_this_one(string record)
    {
        var type = StateTypes()[Path.GetFileName(record).Split('.')[0]];
        var later = Read(record);
        later["ALaterMember"] = new JsonObject { ["What"] = new JsonArray(1, "two", null) };

        // What every transition begins with: state with { ... }.
        var changed = type.GetMethod("<Clone>$")!.Invoke(later.Deserialize(type, Json), []);
        var written = JsonSerializer.SerializeToNode(changed, type, Json)!;

        JsonNode.DeepEquals(written["ALaterMember"], later["ALaterMember"]).Should().BeTrue("it is now {0}", written.ToJsonString());
        written.AsObject().Should().ContainSingle(member => member.Key == "ALaterMember" || !type.GetProperties().Any(property => property.Name == member.Key));
    }

    /// <summary>Why a new member of what a record contains needs two releases: one that reads it, and then one that uses it.</summary>
    [Fact]
    public void A_member_that_a_later_version_added_further_inside_is_lost_with_the_next_write()
    {
        var later = Read(Path.Combine("v0.1", "channel.busy.json"));
        var holds = later["Holds"]!.AsObject();
        foreach (var hold in holds) hold.Value!["ALaterMember"] = 1;

        var written = JsonSerializer.SerializeToNode(later.Deserialize<ChannelState>(Json), Json)!["Holds"]!.AsObject();

        written.Should().HaveCount(holds.Count).And.NotBeEmpty();
        written.Should().OnlyContain(hold => !hold.Value!.AsObject().ContainsKey("ALaterMember"));
    }

    private static JsonObject Read(string record) => JsonNode.Parse(File.ReadAllText(Path.Combine(Fixtures, record)))!.AsObject();

    private static Dictionary<string, Type> StateTypes() => typeof(Grains.Stores).Assembly.GetTypes()
        .Where(type => typeof(Grain).IsAssignableFrom(type) && !type.IsAbstract)
        .SelectMany(type => type.GetConstructors()).SelectMany(constructor => constructor.GetParameters())
        .Where(parameter => parameter.GetCustomAttribute<PersistentStateAttribute>() is not null)
        .ToDictionary(parameter => parameter.GetCustomAttribute<PersistentStateAttribute>()!.StateName, parameter => parameter.ParameterType.GetGenericArguments()[0]);
}
