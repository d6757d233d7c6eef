namespace Cocoon.Failures.Tests.Cluster;

/// <summary>A clock that is set wrong, and runs right.</summary>
internal sealed class SkewedTime(TimeSpan skew) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + skew;
}
