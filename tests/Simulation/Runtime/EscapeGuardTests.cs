using Cocoon.Simulation.Runtime;

namespace Cocoon.Simulation.Tests.Runtime;

/// <summary>Code that leaves the simulation fails the run, with the place where it did.</summary>
public sealed class EscapeGuardTests
{
    [Theory]
    [InlineData("Task.Run")]
    [InlineData("wall clock timer")]
    [InlineData("ConfigureAwait")]
    [InlineData("real I/O")]
    public void A_grain_that_leaves_the_simulation_fails_the_run(string how) =>
        FluentActions.Invoking(() => SmallWorld.Run(async world =>
        {
            _ = world.Tally.Escape(how);
            // Real time passes only where code has escaped to, so the world goes on until it comes back and is caught.
            while (true) await world.After(TimeSpan.FromMilliseconds(1));
        })).Should().Throw<EscapedTurnException>().WithMessage("*left the simulation*");
}
