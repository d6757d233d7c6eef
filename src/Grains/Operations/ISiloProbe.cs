namespace Cocoon.Grains.Operations;

/// <summary>What a silo's process can tell about itself. Thread-safe; does not wait.</summary>
public interface ISiloProbe
{
    /// <summary>As <see cref="ISiloWatchGrain.Read"/>.</summary>
    SiloReport Read(long cursor, int most);
}
