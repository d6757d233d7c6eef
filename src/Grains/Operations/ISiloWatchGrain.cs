namespace Cocoon.Grains.Operations;

/// <summary>One silo, as those who run the market see it; the key is the silo's address. Nothing durable.</summary>
[Alias("cocoon.ISiloWatchGrain"), Version(1)]
public interface ISiloWatchGrain : IGrainWithStringKey
{
    /// <summary>The silo's numbers, and what happened on it after a cursor.</summary>
    /// <param name="cursor">As the last report gave it; 0 at first.</param>
    /// <param name="most">Events to return at most, 1 to <see cref="SiloReport.MaxEvents"/>; the rest comes with the next call.</param>
    [Alias("read")]
    Task<SiloReport> Read(long cursor, int most);
}
