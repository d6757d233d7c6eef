using System.Text.Json.Nodes;
using Cocoon.Cli;
using Cocoon.Cli.Providers;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Silo.Settings;

namespace Cocoon.EndToEnd.Tests.Commands;

/// <summary>The settings that joining writes.</summary>
public sealed class SiloSettingsWriterTests
{
    private static readonly AccountAddress Wallet = AccountAddress.From(0, new byte[32]);

    [Fact]
    public void What_the_market_and_the_owner_wrote_stays_and_only_differences_are_written()
    {
        using var place = new TestFolder();
        var folder = new ProviderFolder(Path.Combine(place.Path, "own"));
        var template = Path.Combine(place.Path, "market.json");
        File.WriteAllText(template, """{ "Cocoon": { "Cluster": { "Id": "theirs" }, /* of the market */ "Database": { "Host": "db" }, "Provider": { "ProfileSeconds": 3 } } }""");

        Write(folder, template, Wish()).Should().BeTrue();
        Write(folder, null, Wish()).Should().BeFalse("nothing differs");
        Write(folder, null, Wish() with { Slots = 9 }).Should().BeTrue();

        var cocoon = Read(folder);
        (cocoon["Cluster"]!["Id"]!.GetValue<string>(), cocoon["Database"]!["Host"]!.GetValue<string>(), cocoon["Silo"]!["Role"]!.GetValue<string>()).Should().Be(("theirs", "db", "Provider"));
        (cocoon["Provider"]!["ProfileSeconds"]!.GetValue<int>(), cocoon["Provider"]!["Slots"]!.GetValue<int>()).Should().Be((3, 9));
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(folder.SiloFile).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void A_machine_that_dials_out_is_told_where_to_and_one_without_a_TEE_who_signs()
    {
        using var place = new TestFolder();
        var folder = new ProviderFolder(place.Path);

        Write(folder, null, Wish() with { Edges = ["203.0.113.7:30000"] });
        var edge = Read(folder)["Edge"]!;
        (Read(folder)["Silo"]!["Role"]!.GetValue<string>(), edge["Gateways"]![0]!.GetValue<string>()).Should().Be(("Edge", "203.0.113.7:30000"));
        edge["WalletKeyFile"].Should().BeNull("its hardware vouches for it");

        Write(folder, null, Wish() with { IsOpen = true });
        Read(folder)["Edge"]!["WalletKeyFile"]!.GetValue<string>().Should().Be("wallet.key");
        Write(folder, null, Wish());
        Read(folder)["Edge"].Should().BeNull("a silo of the cluster does not dial out");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_for_a_machine_that_dials_out_is_accepted_by_its_silo(bool isOpen)
    {
        using var place = new TestFolder();
        var folder = new ProviderFolder(place.Path);
        var template = Path.Combine(place.Path, "market.json");
        File.WriteAllText(template, """{ "Cocoon": { "Market": { "MaxDebtHours": 48 } } }""");
        KeyFile.Create(folder.SeedFile, new SystemEntropy()).Dispose();
        var wish = Wish() with { IsOpen = isOpen, Models = [new ModelToServe(ProjectRoot.Model, "tiny-jane", "", 1)], Edges = ["203.0.113.7:30000"] };

        Written(folder, template, wish, folder.SeedFile).Lacks.Should().BeEmpty();
        Written(folder, null, wish, folder.SeedFile).Should().BeEquivalentTo((Changed: false, Lacks: Array.Empty<string>()), "written again, it is the same");
        Written(folder, null, wish with { Edges = ["nowhere"] }, folder.SeedFile).Lacks.Should().ContainSingle().Which.Should().StartWith("Cocoon:Edge:Gateways has 'nowhere'");
    }

    private static bool Write(ProviderFolder folder, string? template, JoinWish wish) => Written(folder, template, wish, "wallet.key").Changed;

    private static (bool Changed, IReadOnlyList<string> Lacks) Written(ProviderFolder folder, string? template, JoinWish wish, string walletFile) => SiloSettingsWriter.Write(
        folder, template, wish, new JoinNotes(new Uri("http://127.0.0.1/"), new Uri("http://127.0.0.1/api/v2/"), -217, Wallet, walletFile),
        new MarketTerms(-217, Wallet, 500, "cpu-tee", [new MarketTerms.ListedModel("m", new HexBytes(new byte[32]))], []));

    private static JoinWish Wish() => new([new ModelToServe("/models/m", "m", "", 1)], 0.2m, 0.6m, 8, "here", null, IsOpen: false, Edges: []);

    private static JsonNode Read(ProviderFolder folder) => JsonNode.Parse(File.ReadAllText(folder.SiloFile))!["Cocoon"]!;
}
