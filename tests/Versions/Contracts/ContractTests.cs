using System.Reflection;

namespace Cocoon.Versions.Tests.Contracts;

/// <summary>What processes of two versions, and stored records, rely on does not change unseen (docs/upgrades.md).</summary>
public sealed class ContractTests
{
    private const string Before = "interface I [Version(1)]\n  add(int) -> Task\n\nenum e\n  0 None\n\ntype t\n  0 int Sum\n";

    public static TheoryData<string> Projects => [.. ContractFile.All.Keys];

    [Theory, MemberData(nameof(Projects))]
    public void Every_contract_is_as_it_was_promised(string project)
    {
        var (broken, added) = ContractFile.All[project].Compare();

        broken.Should().BeEmpty(
            "silos of the last version and stored records rely on these lines of src/{0}/OrleansContracts.txt. Keep them and add something new beside them; docs/upgrades.md says how to change each kind of contract, and when a line may go", project);
        added.Should().BeEmpty(
            "a new contract is written down: run 'build/contracts.sh', look at the difference, and commit it with the change (src/{0}/OrleansContracts.txt)", project);
    }

    [Theory]
    [InlineData("  add(int) -> Task", "  add(long) -> Task", "interface I: add(int) -> Task")]
    [InlineData("  0 int Sum", "  0 int Total", "type t: 0 int Sum")]
    [InlineData("  0 None", "  1 None", "enum e: 0 None")]
    [InlineData("[Version(1)]", "[Version(0)]", "interface I")]
    [InlineData("type t\n", "*RETIRED* type t\n", "type t")]
    public void A_changed_line_is_a_broken_promise(string line, string instead, string broken) =>
        ContractFile.Compare(Before, Before.Replace(line, instead, StringComparison.Ordinal)).Broken.Should().Contain(broken);

    [Fact]
    public void New_lines_and_a_higher_version_are_only_new_and_what_is_retired_does_not_come_back()
    {
        var more = Before.Replace("[Version(1)]", "[Version(2)]", StringComparison.Ordinal) + "  1 int More\n";

        ContractFile.Compare(Before, more).Broken.Should().BeEmpty();
        ContractFile.Compare(Before, more).New.Should().Equal("interface I", "type t: 1 int More");
        ContractFile.Compare($"{Before}\n*RETIRED* type u\n", Before).Broken.Should().BeEmpty();
        ContractFile.Compare($"{Before}\n*RETIRED* type u\n", $"{Before}\ntype u\n").Broken.Should().Equal("*RETIRED* type u");
    }

    [Fact]
    public void No_project_with_contracts_is_left_out()
    {
        var source = new DirectoryInfo(Path.Combine(ContractFile.Root(), "src"));

        var found = source.EnumerateDirectories().Where(project => !project.Name.StartsWith("LocalRuntime", StringComparison.Ordinal)
            && project.EnumerateFiles("*.cs", SearchOption.AllDirectories).Any(file => File.ReadAllText(file.FullName).Contains("[GenerateSerializer", StringComparison.Ordinal)));

        found.Select(project => project.Name).Should().BeEquivalentTo(ContractFile.All.Keys, "ContractFile.All names every project with such types");
    }

    [Theory, MemberData(nameof(Projects))]
    public void Every_contract_has_a_name_of_its_own_and_no_number_twice(string project)
    {
        foreach (var line in ContractText.Of(ContractFile.AssemblyOf(project)).Split('\n'))
        {
            if (line.StartsWith("class ", StringComparison.Ordinal)) line.Should().StartWith("class [GrainType(\"", "the class name is not to be the key of stored records");
            if (line.StartsWith("type ", StringComparison.Ordinal) || line.StartsWith("enum ", StringComparison.Ordinal)) line.Should().NotContain("Cocoon.", "a type on the wire has an [Alias]");
            if (line.StartsWith("interface ", StringComparison.Ordinal)) line.Should().NotContain("[Version(0)]", "interfaces carry [Version], from 1");
        }
        foreach (var type in ContractFile.AssemblyOf(project).GetTypes().Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), false)))
            type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Select(member => member.GetCustomAttribute<IdAttribute>()?.Id).Where(id => id is not null)
                .Should().OnlyHaveUniqueItems("{0} gives each member a number of its own", type);
    }
}
