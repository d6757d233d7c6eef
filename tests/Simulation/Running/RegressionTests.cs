using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Market;
using Cocoon.Simulation.Running;

namespace Cocoon.Simulation.Tests.Running;

/// <summary>
/// Seeds that failed once, by what they found. Workloads change and with them what a seed does, so each finding has a test of
/// its own besides, where its rule lives; these run because a seed that was unlucky once is worth its second.
/// </summary>
public sealed class RegressionTests
{
    [Theory]
    [InlineData(1, "a job on a channel that was never opened stayed open for ever: voiding its hold was refused")]
    [InlineData(2, "a job was written down before its reminder, and a silo that died in between left it open for ever")]
    [InlineData(3, "an engine that counted a negative number of tokens broke an assertion of the ledger")]
    [InlineData(7, "a grain that lived twice answered from the past for ever, as long as nobody wrote")]
    [InlineData(124, "a claim undone by a reorganisation after the payout had gone out was never made again")]
    [InlineData(226, "a channel that lived twice took the shard's acknowledgement of receipts it did not know for a broken rule")]
    [InlineData(232, "the same, with a push of the first life arriving after the second's")]
    public void A_seed_that_failed_once_passes(ulong seed, string found) =>
        SeedRun.Run(seed, FaultPlan.Usual, new MarketOptions()).Failure.Should().BeNull(found);
}
