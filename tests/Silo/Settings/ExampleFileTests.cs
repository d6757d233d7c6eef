using System.Text.Json;
using System.Text.Json.Nodes;
using Cocoon.Silo.Settings;
using Microsoft.Extensions.Configuration;

namespace Cocoon.Silo.Tests.Settings;

/// <summary>The file that people copy: it has every option, and says the defaults that the code has.</summary>
public sealed class ExampleFileTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "appsettings.example.json"));

    [Fact]
    public void It_has_every_option_and_no_other()
    {
        var written = JsonNode.Parse(Text, documentOptions: new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })![CocoonSettings.Section]!;
        Missing(written, typeof(CocoonSettings), CocoonSettings.Section).Should().BeEmpty();
        SettingsShape.Problems(Section(), typeof(CocoonSettings)).Should().BeEmpty();
    }

    [Fact]
    public void It_says_the_defaults()
    {
        var (written, code) = (Section().Get<CocoonSettings>()!, new CocoonSettings());
        written.Silo.Should().BeEquivalentTo(code.Silo);
        written.Cluster.Should().BeEquivalentTo(code.Cluster);
        written.Trust.Should().BeEquivalentTo(code.Trust);
        written.Telemetry.Should().BeEquivalentTo(code.Telemetry);
        written.Market.Should().BeEquivalentTo(code.Market, options => options.Excluding(market => market.Models));
        written.Operations.Listen.Should().Be(code.Operations.Listen);
        written.Gateway.Should().BeEquivalentTo(new GatewaySettings(), options => options.Excluding(gateway => gateway.ModelFolders).Excluding(gateway => gateway.VoucherKeeper).Excluding(gateway => gateway.Tls).Excluding(gateway => gateway.Stake));
        written.Gateway!.Stake.Should().BeEquivalentTo(new StakeSettings(), options => options.Excluding(stake => stake.Slasher).Excluding(stake => stake.Arbiter).Excluding(stake => stake.Beneficiary));
    }

    private static IEnumerable<string> Missing(JsonNode? written, Type type, string path)
    {
        foreach (var property in SettingsShape.Properties(type))
        {
            var here = $"{path}:{property.Name}";
            var value = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (written is not JsonObject section || !section.ContainsKey(property.Name)) yield return here;
            else if (SettingsShape.ElementOf(value) is { } element)
            {
                if (!SettingsShape.IsScalar(element)) foreach (var missing in Missing(section[property.Name]![0], element, here)) yield return missing;
            }
            else if (!SettingsShape.IsScalar(value))
            {
                foreach (var missing in Missing(section[property.Name], value, here)) yield return missing;
            }
        }
    }

    private static IConfigurationSection Section() =>
        new ConfigurationBuilder().AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.example.json")).Build().GetSection(CocoonSettings.Section);
}
