namespace Cocoon.Grains.Events;

/// <summary>
/// Where grains tell people what happened. Optional: a host that registers none runs the same market in silence.
/// </summary>
/// <remarks>Thread-safe. Called on the money path, so it neither waits nor throws.</remarks>
public interface IMarketEvents
{
    void Publish(MarketEvent news);
}
