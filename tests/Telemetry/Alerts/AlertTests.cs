using System.Text.RegularExpressions;
using Cocoon.Cli;

namespace Cocoon.Telemetry.Tests.Alerts;

public sealed partial class AlertTests
{
    [Fact]
    public async Task Promtool_accepts_the_rules()
    {
        var (code, output) = await Promtool.Run("", "check", "rules", Deployed.Alerts);

        code.Should().Be(0, output);
    }

    [Fact]
    public async Task Each_alert_fires_when_it_should_and_a_healthy_market_is_quiet()
    {
        var (code, output) = await Promtool.Run("", "test", "rules", Deployed.AlertTests);

        code.Should().Be(0, output);
    }

    [Fact]
    public void Each_alert_is_tested_both_ways_and_has_a_runbook_under_its_name()
    {
        var alerts = AlertNames().Matches(File.ReadAllText(Deployed.Alerts)).Select(match => match.Groups[1].Value).ToList();
        var tests = File.ReadAllText(Deployed.AlertTests);
        var runbooks = File.ReadAllText(Path.Combine(ProjectRoot.Path, "docs", "runbooks.md"));

        alerts.Should().HaveCountGreaterThanOrEqualTo(7).And.OnlyHaveUniqueItems();
        foreach (var alert in alerts)
        {
            Regex.Count(tests, $@"alertname: {alert}\b").Should().BeGreaterThanOrEqualTo(2, $"{alert} has to fire and has to be quiet");
            runbooks.Should().Contain($"\n## {alert}\n");
            File.ReadAllText(Deployed.Alerts).Should().Contain($"runbook_url: docs/runbooks.md#{alert.ToLowerInvariant()}\n");
        }
    }

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex AlertNames();
}
