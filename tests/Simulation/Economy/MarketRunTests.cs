using System.Text.Json;
using Cocoon.Simulation.Economy;

namespace Cocoon.Simulation.Tests.Economy;

public sealed class MarketRunTests
{
    private static readonly EconomyOptions Small = new(60, 600, 0.25) { Models = 2, IsFlat = true };

    [Fact]
    public void The_same_seed_gives_the_same_report_and_another_one_does_not()
    {
        var report = MarketRun.Run(Small);

        JsonSerializer.Serialize(MarketRun.Run(Small)).Should().Be(JsonSerializer.Serialize(report));
        MarketRun.Run(Small with { Seed = 2 }).TraceHash.Should().NotBe(report.TraceHash);
    }

    [Fact]
    public void No_job_and_no_nano_is_lost_also_when_twice_too_much_is_asked_for()
    {
        var report = MarketRun.Run(Small with { Load = 2 });

        report.Jobs.Should().Be(report.Delivered + report.HungUp + report.CutOff + report.Unfinished + report.Turnaways.Values.Sum());
        report.Paid.Should().Be(report.Income + report.Fees);
        report.Fees.IsPositive.Should().BeTrue();
        report.Turnaways[nameof(Turnaway.WaitedInVain)].Should().BePositive("there are twice as many jobs as slots");
        report.Utilisation.Should().BeInRange(0.8, 1);
    }

    [Fact]
    public void At_nine_tenths_load_leases_succeed_at_once_and_equals_are_loaded_alike()
    {
        var report = MarketRun.Run(new EconomyOptions(1_000, 10_000, 0.75) { Models = 2, IsFlat = true });

        report.BusyUtilisation.Should().BeInRange(0.85, 0.95);
        report.Compared.Should().BeGreaterThan(300);
        report.Targets.Should().OnlyContain(target => target.Passed == true);
    }

    [Fact]
    public void Who_fails_fast_gets_ever_fewer_jobs()
    {
        var report = MarketRun.Run(Small with { Hours = 4 });

        var failing = report.Behaviours.Single(kind => kind.Name == nameof(Behaviour.FailsFast));
        // Always idle, it could fail four jobs a second. Out for half a minute and up to thirty, it is tried seven times in the first hour and twice an hour then.
        failing.Leases.Should().BeInRange(1, failing.Sellers * Small.Gateways * 20);
        failing.Draw.Should().BeLessThan(0.5);
        report.Turnaways[nameof(Turnaway.Failed)].Should().Be(0, "jobs go elsewhere");
        failing.Score.Should().BeLessThan(300, "nobody stays a newcomer who fails");
    }

    [Fact]
    public void Whoever_cheats_is_found_out_by_audits()
    {
        var report = MarketRun.Run(Small with { Hours = 4 });

        report.AuditsLost.Should().BePositive();
        var (cheat, honest) = (report.Behaviours.Single(kind => kind.Name == nameof(Behaviour.Cheats)), report.Behaviours.Single(kind => kind.Name == nameof(Behaviour.Honest)));
        cheat.Score.Should().BeLessThan(honest.Score * 0.7);
        cheat.Draw.Should().BeLessThan(1.2, "cheapest and fastest, it would be had half more than others for that alone");
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    public void A_market_without_members_or_time_is_refused(int providers, int clients, double hours)
    {
        var simulate = () => MarketRun.Run(new EconomyOptions(providers, clients, hours) { Models = 1 });

        simulate.Should().Throw<FormatException>();
    }

    [Fact]
    public void The_page_shows_every_model_and_asks_nothing_of_any_server()
    {
        var report = MarketRun.Run(Small);

        var page = MarketPage.Of(report, new RunTime(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)));

        page.Should().Contain(report.TraceHash).And.ContainAll(report.Models.Select(model => model.Id));
        page.Should().NotContain("http").And.NotContain("<!--").And.NotContain("NaN").And.NotContain("∞");
    }
}
