using Cocoon.Inference.LlamaCpp.Running;

namespace Cocoon.Inference.LlamaCpp.Tests.Running;

public sealed class RestartDelayTests
{
    [Fact]
    public void Restarts_wait_longer_and_longer_up_to_half_a_minute()
    {
        var clock = new LateClock();
        var delay = new RestartDelay(clock);

        Enumerable.Range(0, 8).Select(_ => delay.Failed().TotalSeconds).Should().Equal(0, 1, 2, 4, 8, 16, 30, 30);
        clock.Now += TimeSpan.FromMinutes(10);
        delay.Failed().Should().Be(TimeSpan.Zero, "it was well for long");
        delay.Started();
        delay.Failed().Should().Be(TimeSpan.FromSeconds(1));
    }
}
