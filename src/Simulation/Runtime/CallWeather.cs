using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Randomness;

namespace Cocoon.Simulation.Runtime;

/// <summary>How long messages travel, and what becomes of them on the way.</summary>
internal sealed class CallWeather(IFaults faults, Dice latency)
{
    private static readonly TimeSpan Quickest = TimeSpan.FromMicroseconds(20);
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BeyondTimeout = TimeSpan.FromSeconds(60);

    /// <summary>How long a message takes that nothing happens to.</summary>
    public TimeSpan Latency() => latency.Between(Quickest, Usual);

    /// <summary>What happens to a request; null for nothing.</summary>
    public FaultKind? OnRequest() => Struck(FaultKind.CallDropped) ?? Struck(FaultKind.CallDuplicated) ?? Struck(FaultKind.CallDelayed);

    /// <summary>What happens to an answer; null for nothing.</summary>
    public FaultKind? OnAnswer() => Struck(FaultKind.CallReplyLost) ?? Struck(FaultKind.CallTimedOut);

    public TimeSpan Delay() => latency.Between(Usual, Slow);

    /// <summary>So late that the caller has given up: it does not know the outcome, and the answer still comes.</summary>
    public TimeSpan TooLate() => latency.Between(BeyondTimeout, BeyondTimeout * 2);

    private FaultKind? Struck(FaultKind kind) => faults.Strike(kind) is null ? null : kind;
}
