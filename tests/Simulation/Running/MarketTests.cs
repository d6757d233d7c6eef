using System.Diagnostics;
using System.Globalization;
using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Market;
using Cocoon.Simulation.Running;

namespace Cocoon.Simulation.Tests.Running;

/// <summary>Whole markets under seeds: the suite's net. COCOON_SEEDS sets how many; nightly 20,000.</summary>
public sealed class MarketTests
{
    private const int LeastJobs = 500;
    private const int LeastFaults = 50;

    [Fact]
    public void Two_hundred_markets_keep_every_rule_through_every_fault()
    {
        var seeds = int.Parse(Environment.GetEnvironmentVariable("COCOON_SEEDS") ?? "200", CultureInfo.InvariantCulture);
        var campaign = new Campaign(FaultPlan.Usual, new MarketOptions(), Environment.ProcessorCount);
        var thin = 0;
        var failed = campaign.Run(1, seeds, limit: null, _ => { }, seed => thin += seed.Jobs < LeastJobs || seed.Strikes.Count < LeastFaults ? 1 : 0);
        (failed is null ? "" : $"seed {failed.Seed}: {failed.Failure}").Should().BeEmpty("./cocoon sim run --seed N shows what happened");
        thin.Should().Be(0, "each seed has at least {0} jobs and {1} faults", LeastJobs, LeastFaults);
        campaign.ByKind.Keys.Should().BeEquivalentTo(FaultKinds.All, "every fault struck somewhere");
    }

    [Fact]
    public void The_same_seed_does_the_same_again()
    {
        var first = SeedRun.Run(7, FaultPlan.Usual, new MarketOptions(100));
        var second = SeedRun.Run(7, FaultPlan.Usual, new MarketOptions(100));
        second.Should().BeEquivalentTo(first);
        SeedRun.Run(8, FaultPlan.Usual, new MarketOptions(100)).Hash.Should().NotBe(first.Hash);
    }

    [Fact]
    public async Task Another_process_does_the_same_too()
    {
        var here = SeedRun.Run(9, FaultPlan.Usual, new MarketOptions(100));
        var tool = typeof(SeedRun).Assembly.Location;
        using var process = Process.Start(new ProcessStartInfo("dotnet", [tool, "run", "--seed", "9", "--jobs", "100"]) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        said.Should().Contain(here.Hash.ToString("x16", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Without_faults_nearly_every_job_is_answered_and_charged()
    {
        var calm = SeedRun.Run(3, FaultPlan.Calm, new MarketOptions());
        calm.Failure.Should().BeNull();
        calm.Strikes.Should().BeEmpty();
        calm.Charged.Should().BeGreaterThan(calm.Jobs / 2);
    }

    [Fact]
    public void A_plan_of_single_strikes_repeats_the_run_it_was_taken_from()
    {
        var random = SeedRun.Run(11, FaultPlan.Usual, new MarketOptions(100));
        var planned = SeedRun.Run(11, FaultPlan.Usual with { Only = [.. random.Strikes] }, new MarketOptions(100));
        planned.Hash.Should().Be(random.Hash);
    }
}
