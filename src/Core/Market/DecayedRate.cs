namespace Cocoon.Core.Market;

/// <summary>How often something happens of late: what is a half-life ago counts half. Not thread-safe.</summary>
public sealed class DecayedRate(TimeSpan halfLife)
{
    private double _count;
    private DateTimeOffset _at;

    public void Add(int count, DateTimeOffset now)
    {
        _count = At(now) + count;
        _at = now;
    }

    /// <returns>Times per second; 0 while there was nothing.</returns>
    public double PerSecond(DateTimeOffset now) => At(now) * Math.Log(2) / halfLife.TotalSeconds;

    private double At(DateTimeOffset now) => _count * Math.Pow(2, -Math.Max(0, (now - _at) / halfLife));
}
