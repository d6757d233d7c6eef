using System.Diagnostics;

namespace Cocoon.Gateway.Tests;

/// <summary>A clock that starts at a given time and goes on from there.</summary>
internal sealed class RunningClock(DateTimeOffset start) : TimeProvider
{
    private readonly Stopwatch _elapsed = Stopwatch.StartNew();

    public override DateTimeOffset GetUtcNow() => start + _elapsed.Elapsed;
}
